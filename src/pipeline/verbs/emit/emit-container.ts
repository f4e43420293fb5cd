import { ownSeccomp } from "../../../dialects/print/of-container.ts";
import { Failure } from "../../../domain/failure.ts";
import type { Loss } from "../../../domain/profile/loss.ts";
import type { RequestedSettings } from "../../../domain/container/requested-settings.ts";
import { emitters } from "../../../dialects/index.ts";
import type { EmittedFile } from "../../../dialects/emitter.ts";
import { shownValues } from "../../../dialects/print/shown-values.ts";
import { wordSuppliers } from "../../../dialects/text/word-references.ts";
import { withWordsByName } from "../../../facts/secrets/words-by-name.ts";
import { visible } from "../../../dialects/text/visible.ts";
import { engineSettings } from "../../../sources/engine/client/engine-settings.ts";
import type { InspectedImage } from "../../../sources/engine/containers/inherited-shape.ts";
import { connect } from "../../../sources/engine/client/connect.ts";
import { countedEngine } from "../../containers/counted-engine.ts";
import { snapshotContainer } from "../../containers/snapshot-container.ts";
import { withTag } from "../../containers/with-tag.ts";
import type { Context } from "../../context.ts";
import type { Emitted } from "../../emit/emit.ts";
import { refuseCheckpoint } from "../../emit/checkpoint-image.ts";
import { namedContainers } from "./named-containers.ts";

export interface ContainerRequest {
  /** Replaces the container's image. */
  readonly image?: string;
  /** Prints environment values that may be secret, too. */
  readonly showValues: boolean;
  /** Writes nothing where the dialect cannot express everything. */
  readonly exact: boolean;
}

/**
 * `hullproof emit container:NAME --to DIALECT`: the settings to create such a container again, without those of its image and its engine's defaults.
 * Read-only. Throws `no-such-image` for an unknown container, `bad-usage`, and the errors of the engine's calls.
 */
export async function emitContainer(
  target: string,
  to: string,
  { image, showValues, exact }: ContainerRequest,
  { env, pathRules: rules, signal }: Pick<Context, "env" | "pathRules" | "signal">,
): Promise<Emitted> {
  const printers = emitters.filter(({ container }) => container !== undefined);
  const printer = printers.find(({ name }) => name === to);
  if (printer === undefined && to !== "seccomp")
    throw new Failure("bad-usage", `A container is not printed as ${to}.`, {
      hint: `Use --to ${[...printers.map((one) => one.name), "seccomp"].join(", --to ")}.`,
    });
  const name = target.slice("container:".length);
  const { engine } = countedEngine(
    await connect({ ...(env && { env }), ...(rules && { rules }), ...(signal && { signal }) }),
  );
  const settings = await engineSettings(engine, signal);
  const snapshot = await snapshotContainer(engine, name, settings, new Map(), signal);
  if (snapshot === undefined)
    throw new Failure("no-such-image", `The engine has no container ${name}.`, {
      hint: "`docker ps --all` lists those that it has.",
    });
  const whole = await namedContainers(engine, snapshot.requested, signal);
  const settingsByName =
    image === undefined
      ? { ...whole, notes: [...whole.notes, ...idAlone(whole), ...renamedImageNotes(whole, snapshot.image)] }
      : { ...whole, image };
  const printedSettings = showValues ? settingsByName : maskCommandWords(settingsByName);
  // A unit becomes a Podman command line, which Podman before 5.8.8 ignores for a checkpoint image.
  const checkpoint =
    to === "quadlet" ? await refuseCheckpoint(printedSettings.image, "any", { ...(env && { env }) }) : undefined;
  const container = printer?.container?.(printedSettings, shownValues(printedSettings, showValues));
  if (container === undefined)
    return resultOf(to, "json", { name: "seccomp.json", text: seccompOf(printedSettings) }, []);
  const { text, losses: fieldLosses } = container;
  const losses = fieldLosses.map(({ kind, code, wanted, reason }): Loss => ({
    kind,
    code,
    field: code,
    target: to,
    wanted: visible(wanted),
    reason: visible(reason),
  }));
  const refused = exact && losses.length > 0;
  const head = [
    `Container ${visible(printedSettings.name)} as ${settings.name} ${settings.version} runs it, without settings of its image and the engine's defaults`,
    ...madeBy(printedSettings),
    ...printedSettings.notes.map((note) => `Not the same: ${visible(note)}`),
    ...losses.map(({ wanted, reason }) => `Not the same: ${wanted}: ${reason}`),
  ];
  const printed = `${head.map((line) => `# ${line}\n`).join("")}${text}`;
  return resultOf(
    to,
    "text",
    { name: container.name, text: refused ? "" : printed },
    losses,
    [...printedSettings.notes, ...(checkpoint === undefined ? [] : [checkpoint])].map((note) => visible(note)),
  );
}

/** Replaces command words that look like passwords by variables, which the user of the text supplies. */
function maskCommandWords(requested: RequestedSettings): RequestedSettings {
  const withoutSecretWords = withWordsByName(
    requested,
    Object.fromEntries(requested.env.map(({ name, value }) => [name, value])),
  );
  const names = wordSuppliers(withoutSecretWords);
  if (names.length === 0) return requested;
  return {
    ...withoutSecretWords,
    notes: [...requested.notes, `words of its command are secret: they are taken from ${names.join(", ")}`],
  };
}

/** An id names an image only to its engine, and not to a registry. */
function idAlone({ image }: RequestedSettings): string[] {
  if (!/^sha256:[0-9a-f]{64}$/.test(image)) return [];
  return ["its image is named by its id, which only this engine knows: name one that it can be pulled by with --image"];
}

/** The tag was removed or moved since: it would start another image, or none. */
function renamedImageNotes({ image }: RequestedSettings, originalImage: InspectedImage | undefined): string[] {
  const tag = withTag(image);
  // Podman lists short names with their registry, Docker those of Docker Hub without.
  const means = (name: string) => name === tag || name.endsWith(`/${tag}`) || tag.endsWith(`/${name}`);
  if (originalImage === undefined || tag === "" || originalImage.names.some(means)) return [];
  return [
    `${image} is no longer a name of the image that it was made of, ${originalImage.id}: name one that is with --image`,
  ];
}

function resultOf(
  to: string,
  syntax: Emitted["syntax"],
  { name, text }: Pick<EmittedFile, "name" | "text">,
  losses: readonly Loss[],
  notes: readonly string[] = [],
): Emitted {
  const refused = text === "" && losses.length > 0;
  return {
    text,
    syntax,
    report: {
      schemaVersion: 1,
      target: to,
      ...(refused && { refused: `Nothing was written: --exact takes no loss, and ${to} has ${losses.length}.` }),
      files: refused ? [] : [{ name, text }],
      losses,
      proofs: [],
      notes,
    },
  };
}

/** A container made by Compose is corrected in its Compose file. */
function madeBy({ compose }: RequestedSettings): string[] {
  if (compose === undefined) return [];
  const files =
    compose.files.length === 0 ? "a file that it does not name" : compose.files.map((file) => visible(file)).join(", ");
  return [
    `Docker Compose made it as service ${visible(compose.service)} of project ${visible(compose.project)} from ${files}: change it there`,
  ];
}

function seccompOf(requested: RequestedSettings): string {
  const ownList = ownSeccomp(requested);
  if (ownList === undefined)
    throw new Failure("bad-profile", `Container ${requested.name} has no list of system calls of its own.`, {
      hint: "It runs under the engine's own list, or under none; `hullproof learn IMAGE` learns one.",
    });
  return `${JSON.stringify(JSON.parse(ownList), undefined, 2)}\n`;
}
