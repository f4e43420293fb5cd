import { Failure } from "../../domain/failure.ts";
import type { Loss } from "../../domain/profile/loss.ts";
import type { GivenSettings } from "../../domain/container-spec/given-settings.ts";
import { composeOfGiven } from "../../emit/running/compose.ts";
import { runOfGiven } from "../../emit/running/docker-run.ts";
import { ownSeccomp, type GivenEmitter } from "../../emit/running/given-emitter.ts";
import { podOfGiven } from "../../emit/running/kubernetes.ts";
import { quadletOfGiven } from "../../emit/running/quadlet.ts";
import { shownValues } from "../../emit/running/shown-values.ts";
import { wordSuppliers } from "../../emit/text/word-references.ts";
import { withWordsByName } from "../../facts/secrets/words-by-name.ts";
import { visible } from "../../emit/text/visible.ts";
import { engineSettings } from "../../sources/engine/client/engine-settings.ts";
import type { ReadImage } from "../../sources/engine/containers/inherited-shape.ts";
import { connect } from "../../sources/engine/client/connect.ts";
import { countedEngine } from "../audit/counted-engine.ts";
import { lookAt } from "../audit/look-at.ts";
import { withTag } from "../audit/with-tag.ts";
import type { Context } from "../context.ts";
import type { Emitted } from "../emit.ts";
import { refuseCheckpoint } from "./checkpoint-image.ts";
import { namedContainers } from "./named-containers.ts";

const emitters: ReadonlyMap<string, GivenEmitter> = new Map([
  ["docker-run", runOfGiven],
  ["compose", composeOfGiven],
  ["kubernetes", podOfGiven],
  ["quadlet", quadletOfGiven],
]);

export interface ContainerRequest {
  /** Instead of the image that it was made of. */
  readonly image?: string;
  /** Values of the environment that may be secret are printed too. */
  readonly showValues: boolean;
  /** Nothing is written where the dialect can't say all of it. */
  readonly exact: boolean;
}

/**
 * `hullproof emit container:NAME --to DIALECT`: what it takes to make such a container again, without settings of its image and defaults of its engine. It
 * only looks. Throws `no-such-image` for a container that is not there, `bad-usage`, and those of the engine's calls.
 */
export async function emitContainer(
  target: string,
  to: string,
  { image, showValues, exact }: ContainerRequest,
  { env, pathRules: rules, signal }: Pick<Context, "env" | "pathRules" | "signal">,
): Promise<Emitted> {
  const emitter = emitters.get(to);
  if (emitter === undefined && to !== "seccomp")
    throw new Failure("bad-usage", `A container is not printed as ${to}.`, {
      hint: `Use --to ${[...emitters.keys(), "seccomp"].join(", --to ")}.`,
    });
  const name = target.slice("container:".length);
  const { engine } = countedEngine(
    await connect({ ...(env && { env }), ...(rules && { rules }), ...(signal && { signal }) }),
  );
  const settings = await engineSettings(engine, signal);
  const looked = await lookAt(engine, name, settings, new Map(), signal);
  if (looked === undefined)
    throw new Failure("no-such-image", `The engine has no container ${name}.`, {
      hint: "`docker ps --all` lists those that it has.",
    });
  const whole = await namedContainers(engine, looked.given, signal);
  const named =
    image === undefined
      ? { ...whole, notes: [...whole.notes, ...idAlone(whole), ...renamed(whole, looked.image)] }
      : { ...whole, image };
  const given = showValues ? named : withWordsKeptOut(named);
  // A unit is a line for Podman, and one before 5.8.8 ignores all of it for an image of a checkpoint.
  const checkpoint = to === "quadlet" ? await refuseCheckpoint(given.image, "any", { ...(env && { env }) }) : undefined;
  if (emitter === undefined) return resultOf(to, "json", seccompOf(given), []);
  const { text, notSaid } = emitter(given, shownValues(given, showValues));
  const losses = notSaid.map(({ kind, code, what, why }): Loss => ({
    kind,
    code,
    field: code,
    target: to,
    wanted: visible(what),
    reason: visible(why),
  }));
  const refused = exact && losses.length > 0;
  const head = [
    `Container ${visible(given.name)} as ${settings.name} ${settings.version} runs it, without settings of its image and the engine's defaults`,
    ...madeBy(given),
    ...given.notes.map((note) => `Not the same: ${visible(note)}`),
    ...notSaid.map(({ what, why }) => `Not the same: ${visible(what)}: ${visible(why)}`),
  ];
  const printed = `${head.map((line) => `# ${line}\n`).join("")}${text}`;
  return resultOf(
    to,
    "text",
    refused ? "" : printed,
    losses,
    [...given.notes, ...(checkpoint === undefined ? [] : [checkpoint])].map((note) => visible(note)),
  );
}

/** What words of its command say is a password is a variable, which whoever uses the text supplies. */
function withWordsKeptOut(given: GivenSettings): GivenSettings {
  const kept = withWordsByName(given, Object.fromEntries(given.env.map(({ name, value }) => [name, value])));
  const names = wordSuppliers(kept);
  if (names.length === 0) return given;
  return {
    ...kept,
    notes: [...given.notes, `words of its command are secret: they are taken from ${names.join(", ")}`],
  };
}

/** An id means an image to the engine that has it, and to no registry. */
function idAlone({ image }: GivenSettings): string[] {
  if (!/^sha256:[0-9a-f]{64}$/.test(image)) return [];
  return ["its image is named by its id, which only this engine knows: name one that it can be pulled by with --image"];
}

/** A tag that was taken away or moved on since: another image, or none, would be started by it. */
function renamed({ image }: GivenSettings, made: ReadImage | undefined): string[] {
  const tag = withTag(image);
  // Podman lists what is short with its registry, Docker what is Docker Hub's without.
  const means = (name: string) => name === tag || name.endsWith(`/${tag}`) || tag.endsWith(`/${name}`);
  if (made === undefined || tag === "" || made.names.some(means)) return [];
  return [`${image} is no longer a name of the image that it was made of, ${made.id}: name one that is with --image`];
}

function resultOf(
  to: string,
  syntax: Emitted["syntax"],
  text: string,
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
      files: refused ? [] : [{ name: fileNames.get(to) ?? to, text }],
      losses,
      proofs: [],
      notes,
    },
  };
}

const fileNames: ReadonlyMap<string, string> = new Map([
  ["docker-run", "docker-run.sh"],
  ["compose", "compose.yaml"],
  ["kubernetes", "pod.yaml"],
  ["quadlet", "app.container"],
  ["seccomp", "seccomp.json"],
]);

/** What Compose made is corrected in its file, not in another one. */
function madeBy({ compose }: GivenSettings): string[] {
  if (compose === undefined) return [];
  const files =
    compose.files.length === 0 ? "a file that it does not name" : compose.files.map((file) => visible(file)).join(", ");
  return [
    `Docker Compose made it as service ${visible(compose.service)} of project ${visible(compose.project)} from ${files}: change it there`,
  ];
}

function seccompOf(given: GivenSettings): string {
  const own = ownSeccomp(given);
  if (own === undefined)
    throw new Failure("bad-profile", `Container ${given.name} has no list of system calls of its own.`, {
      hint: "It runs under the engine's own list, or under none; `hullproof learn IMAGE` learns one.",
    });
  return `${JSON.stringify(JSON.parse(own), undefined, 2)}\n`;
}
