import { isIP } from "node:net";
import { Failure } from "../../domain/failure.ts";

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * `9464`, `127.0.0.1:9464`, `[::1]:9464`, `localhost:9464`. Metrics reveal the weaknesses of this machine, so an
 * address that others can reach needs `anywhere`. Throws `bad-usage`.
 */
export function listenAddress(text: string, anywhere: boolean): ListenAddress {
  const [, bracketed, plain = bracketed ?? "127.0.0.1", digits = ""] =
    /^(?:(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+)):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  const host = plain === "localhost" ? "127.0.0.1" : plain;
  if (digits === "" || port > 65_535 || isIP(host) === 0)
    throw new Failure("bad-usage", `--metrics ${text} is not an address to listen on.`, {
      hint: "Use PORT or ADDRESS:PORT, such as 127.0.0.1:9464; an IPv6 address stands in brackets.",
    });
  if (!anywhere && !isLoopback(host))
    throw new Failure(
      "bad-usage",
      `--metrics ${text} is reached by others, and metrics say what is weak on this machine.`,
      {
        hint: `Use --metrics 127.0.0.1:${port}, or add --metrics-anywhere when the network is meant to read them.`,
      },
    );
  return { host, port };
}

function isLoopback(host: string): boolean {
  return /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host) || host === "::1";
}
