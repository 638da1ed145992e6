import { routes } from './routes';

export default {
  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    for (const route of routes) {
      if (route.method !== request.method) continue;
      const match = route.pattern.exec(url.pathname);
      if (match) return route.handle({ request, url, value: decodeURIComponent(match[1] ?? '') });
    }
    return Response.json({ error: 'there is nothing here' }, { status: 404 });
  },
};
