/** Host and path of an address that a source names; undefined for what no step can send. */
export interface RequestAddress {
  /** In lower case, with a port that is not the scheme's. */
  readonly host?: string;
  readonly tls?: boolean;
  readonly target: string;
  readonly isSocket: boolean;
}

export function addressOf(text: string): RequestAddress | undefined {
  if (text.startsWith("/")) return { target: toTarget(text), isSocket: false };
  // A captured address, such as a `Location`.
  if (/^\{\{\w+\}\}/u.test(text)) return { target: toTarget(`/${text}`), isSocket: false };
  const address = /^[a-z]+:\/\//iu.test(text) ? text : `http://${text}`;
  if (!URL.canParse(address)) return undefined;
  const { protocol, host, pathname, search } = new URL(address);
  if (!/^(?:https?|wss?):$/u.test(protocol)) return undefined;
  return {
    host: host.toLowerCase(),
    ...(/^(?:https|wss):$/u.test(protocol) && { tls: true }),
    target: `${pathname}${search}`.replaceAll(/%7B%7B(\w+)%7D%7D/giu, "{{$1}}").replaceAll(/\$%7B(\w+)%7D/giu, "${$1}"),
    isSocket: protocol.startsWith("ws"),
  };
}

/** What a request line cannot have is encoded. */
function toTarget(text: string): string {
  return text
    .replace(/#.*$/su, "")
    .replaceAll(/[^\x21-\x7E]/gu, (letter) => (letter.isWellFormed() ? encodeURIComponent(letter) : "%EF%BF%BD"));
}
