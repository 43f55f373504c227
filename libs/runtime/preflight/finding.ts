/** The result of one check. `problem` is a sentence that says what to do; undefined if all is well. */
export interface Finding {
  readonly about: string;
  readonly found: string;
  readonly problem?: string;
  /** A problem that does not prevent a start: it will be downloaded or installed. */
  readonly minor?: boolean;
  /** For a port in use: the part that needs it, and the program that uses it, if visible. */
  readonly port?: {
    readonly part: string;
    readonly holderPid: number | undefined;
    /** A free port base. */
    readonly otherBase: number;
  };
}

/** The findings that prevent a start, a sentence each; ports in use share one. */
export function problems(findings: readonly Finding[]): string[] {
  const forbidding = findings.filter(({ problem, minor }) => problem && !minor);
  const ports = forbidding.filter(({ port }) => port);
  const others = forbidding.filter(({ port }) => !port).map(({ problem }) => problem as string);
  return ports.length > 1 ? [...others, manyPorts(ports)] : forbidding.map(({ problem }) => problem as string);
}

function manyPorts(findings: readonly Finding[]): string {
  const [first, second] = findings.map(({ about, found }) => `${about} is ${found}`);
  const more = findings.length > 2 ? `, and ${findings.length - 2} more` : '';
  const base = findings[0]?.port?.otherBase;
  return `${capital(first ?? '')}, ${second}${more}: stop these programs, or move the stack with EVENTSTAGE_PORT_BASE=${base}.`;
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
