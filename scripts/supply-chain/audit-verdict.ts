/** What `npm audit --json` prints: a report, or why there is none. */
interface Answer {
  auditReportVersion?: number;
  vulnerabilities?: Record<string, Vulnerability>;
  message?: string;
  /** Of the registry's answer, when that was not a report. */
  statusCode?: number;
}

interface Vulnerability {
  name: string;
  severity: string;
  /** Advisories, and the names of packages by which it is vulnerable. */
  via: (string | { title: string; url: string })[];
}

export interface Verdict {
  passes: boolean;
  says: string[];
}

/** With these a registry says that it has no such thing as audits, like most mirrors. */
const NO_AUDITS = [404, 405, 501];

/**
 * What an audit comes to. A registry without audits is no finding and no failure; whatever else is not a report is one.
 *
 * @throws SyntaxError when npm printed something else than JSON
 */
export function verdictOn(printed: string): Verdict {
  const { auditReportVersion, vulnerabilities, message, statusCode }: Answer = JSON.parse(printed);
  if (auditReportVersion !== undefined && vulnerabilities) {
    const found = Object.values(vulnerabilities);
    return found.length === 0
      ? { passes: true, says: ['no known vulnerabilities in what runs in production'] }
      : { passes: false, says: found.map(sentence) };
  }
  if (statusCode !== undefined && NO_AUDITS.includes(statusCode)) {
    return { passes: true, says: [`NOT AUDITED: this registry has no audits. ${message}`] };
  }
  return { passes: false, says: [`not audited: ${message ?? printed}`] };
}

const sentence = ({ name, severity, via }: Vulnerability): string =>
  `${severity}: ${name}: ${via.map((by) => (typeof by === 'string' ? `by ${by}` : `${by.title}, ${by.url}`)).join('; ')}`;
