/** Settings by which a search engine asks for no login (OpenSearch and Elasticsearch, security settings). */
const switches: ReadonlyMap<string, RegExp> = new Map([
  ["plugins.security.disabled", /^true$/i],
  ["DISABLE_SECURITY_PLUGIN", /^true$/i],
  ["xpack.security.enabled", /^false$/i],
]);
const engineName = /^(?:OPENSEARCH|ELASTIC)/;

interface Setting {
  readonly name: string;
  readonly value?: string | undefined;
}

/** Whether a variable is the password of a server that its other variables tell to ask for none. */
export function isUnasked(name: string, beside: readonly Setting[]): boolean {
  return engineName.test(name) && beside.some((one) => switches.get(one.name)?.test(one.value ?? "") === true);
}
