import type { Located, ContainerSpec, PortSpec } from "../../../domain/container/container-spec.ts";

/** Every interface of the host, of either family. */
const everywhere = /^(?:0\.0\.0\.0|::|\[::\]|0:0:0:0:0:0:0:0|\*)$/;

/** Ports that whoever reaches the host reaches; with the host's network nothing is published. */
export function openPorts({ ports, network }: ContainerSpec): readonly Located<PortSpec>[] {
  if (network?.value === "host") return [];
  return ports.filter(
    ({ value: { hostIp, target } }) => target !== "" && (hostIp === undefined || everywhere.test(hostIp)),
  );
}

/** What the long form of a port says of it. */
export const loopback = { key: "host_ip", value: "127.0.0.1" } as const;

/** A map on one line, as its text has it. */
const longForm = /^\{.*\}$/;

/** The same port on the loopback interface only; undefined where the text has no short form to put it before. */
export function loopbackOnly({ value, written }: Located<PortSpec>): string | undefined {
  const { hostIp, published, target, protocol } = value;
  if (published === undefined || !/^[\d-]+$/.test(published + target)) return undefined;
  const short = `${published}:${target}`;
  const said = hostIp === undefined ? short : `${hostIp}:${short}`;
  if (written !== undefined && !longForm.test(written) && written !== said && written !== `${said}/${protocol}`)
    return undefined;
  return `127.0.0.1:${short}${protocol === "tcp" ? "" : `/${protocol}`}`;
}
