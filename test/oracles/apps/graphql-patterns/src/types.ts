const names = ['alpha', 'beta'];

export const post = `
  type Author { id: ID! name: String! posts: [Post!]! }
  type Post { id: ID! title: String! author: Author! comments: [Comment!]! secret: String }
  type Comment { id: ID! text: String! }
`;

export const root = `
  ${post}
  schema { query: Root mutation: Changes }
  type Root {
    posts(first: Int = 10): [Post!]!
    post(id: ID!): Post
    mine: [Post!]!
    ruled: String
    either: String
    allowed: String
    silent: String
    returned: String
    ${names.map((name) => `${name}: Boolean`).join('\n    ')}
  }
  type Changes {
    addPost(title: String!): Post
    removePost(id: ID!): Boolean
    sweep: Boolean
  }
`;
