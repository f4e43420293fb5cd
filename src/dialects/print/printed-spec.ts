import type { RequestedSettings } from "../../domain/container/requested-settings.ts";
import type { AnonymousVolume } from "../../domain/profile/restrictions.ts";

/** A value, or the variable of the caller that supplies it. */
export type PrintedVariable =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly supplier: string };

type Printed = Omit<RequestedSettings, "compose" | "engine" | "env" | "image" | "notes" | "seccomp">;

/**
 * The settings of one container to print: those of a profile with its proof, or those of an existing container. Absent
 * and empty: left to the image and the engine.
 */
export interface PrintedSpec extends Readonly<{ [Field in keyof Printed]?: Printed[Field] | undefined }> {
  readonly image: string;
  /** In the order of the text. */
  readonly env?: readonly PrintedVariable[];
  /** A name defined by the engine. */
  readonly seccomp?: string | undefined;
  /** The seccomp profile is in a file. */
  readonly hasSeccompFile?: boolean | undefined;
  readonly anonymousVolumes?: readonly AnonymousVolume[] | undefined;
  /** Disables Podman's writable tmpfs over a read-only root. */
  readonly withoutOwnTmpfs?: boolean | undefined;
  /** It runs to completion. */
  readonly ends?: boolean | undefined;
  /** The container exists, and so do its networks and volumes. */
  readonly exists?: true | undefined;
  /** Why a field has its value, as lines of a comment. */
  readonly reasonComments?: (field: string, value: string) => readonly string[];
}

/** `PATH`, or `PATH:OPTIONS`. */
export function tmpfsText({ path, options }: RequestedSettings["tmpfs"][number]): string {
  return options === "" ? path : `${path}:${options}`;
}

/** `127.0.0.1:8080:80/udp`; a port chosen by the engine is omitted. */
export function portText({ hostIp, published = "", target, protocol }: RequestedSettings["ports"][number]): string {
  const host = hostIp === undefined ? "" : `${hostIp.includes(":") ? `[${hostIp}]` : hostIp}:`;
  const ports = host === "" && published === "" ? target : `${host}${published}:${target}`;
  return protocol === "tcp" ? ports : `${ports}/${protocol}`;
}

/** `SOURCE:PATH:OPTIONS`, the short form of a mount; `words` come before its own options. */
export function mountText(
  { source, path, readOnly, propagation, words }: RequestedSettings["mounts"][number],
  prefixes: readonly string[] = [],
): string {
  const options = [
    ...prefixes,
    ...(readOnly ? ["ro"] : []),
    ...(propagation === undefined ? [] : [propagation]),
    ...words,
  ];
  return [...(source === undefined ? [] : [source]), path, ...(options.length === 0 ? [] : [options.join(",")])].join(
    ":",
  );
}
