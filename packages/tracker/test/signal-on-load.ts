/** When a program signals itself. */
export interface SignalOnLoad {
  /** What the URL of a module looks like: the signal comes as it is about to be loaded. */
  readonly module: RegExp;
  readonly signal: NodeJS.Signals;
  /** End of the path of the program, where it starts others that are to be passed over. */
  readonly program?: string;
  /** Whether all processes of its group get it. */
  readonly toGroup?: boolean;
}

/** Options of Node with which a program signals itself while it is being loaded: at the same place each time. */
export function signalOnLoad({ module, signal, program = '', toGroup = false }: SignalOnLoad): string {
  const hooks = `
    let sent = false;
    export async function resolve(specifier, context, next) {
      const resolved = await next(specifier, context);
      if (!sent && ${module}.test(resolved.url)) {
        sent = true;
        process.kill(${toGroup ? '0' : 'process.pid'}, ${JSON.stringify(signal)});
      }
      return resolved;
    }`;
  const isProgram = `process.argv[1]?.endsWith(${JSON.stringify(program)})`;
  const start = `import { register } from 'node:module'; if (${isProgram}) register(${JSON.stringify(dataUrl(hooks))});`;
  return `--import=${dataUrl(start)}`;
}

function dataUrl(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}
