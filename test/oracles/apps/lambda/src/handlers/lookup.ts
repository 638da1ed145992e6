import type { APIGatewayProxyHandlerV2 } from 'aws-lambda';
import { prisma } from '../lib/db';

// An HTTP API makes an answer of whatever has no status.
export const handler: APIGatewayProxyHandlerV2 = async ({ queryStringParameters }) => {
  const user = await prisma.user.findUnique({ where: { email: queryStringParameters?.email ?? '' } });
  return { exists: user !== null };
};
