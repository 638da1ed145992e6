export const loader = ({ params }) => Response.json({ member: params.memberId });
