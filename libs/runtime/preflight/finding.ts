/** One thing that was looked at. `problem` is a sentence with what to do; undefined when all is well. */
export interface Finding {
  readonly about: string;
  readonly found: string;
  readonly problem?: string;
  /** A problem that does not stand in the way of a start: it will be fetched or installed. */
  readonly minor?: boolean;
  /** For a port that is taken: by which part it is needed, and who holds it if we may see that. */
  readonly port?: {
    readonly part: string;
    readonly holderPid: number | undefined;
    /** Where the stack could move to. */
    readonly otherBase: number;
  };
}

/** The findings that forbid a start, a sentence each; ports that are taken share one. */
export function problems(findings: readonly Finding[]): string[] {
  const forbidding = findings.filter(({ problem, minor }) => problem && !minor);
  const ports = forbidding.filter(({ port }) => port);
  const others = forbidding.filter(({ port }) => !port).map(({ problem }) => problem as string);
  return ports.length > 1 ? [...others, manyPorts(ports)] : forbidding.map(({ problem }) => problem as string);
}

function manyPorts(findings: readonly Finding[]): string {
  const [first, second] = findings.map(({ about, found }) => `${about} is ${found}`);
  const more = findings.length > 2 ? `, ${findings.length - 2} more as well` : '';
  const base = findings[0]?.port?.otherBase;
  return `${capital(first ?? '')}, ${second}${more}: end what holds them, or move the stack with EVENTSTAGE_PORT_BASE=${base}.`;
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
