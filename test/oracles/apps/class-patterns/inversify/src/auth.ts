import type { NextFunction, Request, Response } from 'express';
import { injectable } from 'inversify';
import type { interfaces } from 'inversify-express-utils';
import jwt from 'jsonwebtoken';

interface Claims {
  sub: string;
  role: string;
}

class Gardener implements interfaces.Principal {
  constructor(readonly details: Claims | null) {}

  async isAuthenticated(): Promise<boolean> {
    return this.details !== null;
  }

  async isInRole(role: string): Promise<boolean> {
    return this.details?.role === role;
  }

  async isResourceOwner(_id: unknown): Promise<boolean> {
    return false;
  }
}

function claimsOf(req: Request): Claims | null {
  const token = req.headers.authorization?.replace('Bearer ', '');
  if (!token) return null;
  try {
    return jwt.verify(token, process.env.JWT_SECRET as string) as unknown as Claims;
  } catch {
    return null;
  }
}

export const isSignedIn = (req: Request): boolean => claimsOf(req) !== null;

@injectable()
export class GardenAuthProvider implements interfaces.AuthProvider {
  async getUser(req: Request, _res: Response, _next: NextFunction): Promise<interfaces.Principal> {
    return new Gardener(claimsOf(req));
  }
}
