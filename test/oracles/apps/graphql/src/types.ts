export const typeDefs = `#graphql
  type Status { status: String! }
  type Token { token: String! }
  "An item, with what must not leave."
  type Item { id: Int! name: String! ownerId: Int apiSecret: String }
  type Named { id: Int! name: String! }
  type Account { id: Int! email: String! role: String! }
  type Stored { name: String! size: Int! }
  type Lookup { exists: Boolean! }
  input NewItem { name: String! ownerId: Int apiSecret: String }

  type Query {
    health: Status!
    items: [Named!]!
    item(id: Int!): Item
    file(name: String!): Stored
    lookup(email: String!): Lookup!
  }
  type Mutation {
    login(email: String!, password: String!): Token
    createItem(input: NewItem!): Named
    updateItem(id: Int!, name: String!): Named
  }
`;

export const adminTypeDefs = `#graphql
  extend type Query { users: [Account!]! }
  extend type Mutation { removeUser(id: Int!): Boolean }
`;
