import { ControlError } from '@seedbed/control';
import type { Express, RequestHandler } from 'express';

type Method = 'get' | 'post' | 'patch' | 'delete';

/** Answers a path by its methods, and says which ones there are to whoever comes with another. */
export function endpoint(
  app: Express,
  path: string,
  handlers: { readonly [M in Method]?: RequestHandler | readonly RequestHandler[] },
): void {
  const route = app.route(path);
  const methods = Object.keys(handlers) as Method[];
  for (const method of methods) route[method](...[handlers[method] ?? []].flat());
  const allowed = methods.map((method) => method.toUpperCase());
  route.all((request, response) => {
    response.set('Allow', allowed.join(', '));
    throw new ControlError('method-not-allowed', `${request.path} takes ${allowed.join(', ')}, not ${request.method}`);
  });
}
