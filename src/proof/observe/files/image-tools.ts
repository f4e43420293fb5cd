import { setImmediate } from "node:timers/promises";
import { clients } from "../../../data/clients.ts";
import type { ImageSummary, EngineSession } from "../../../sources/engine/types.ts";
import { walkFolder } from "../../../sources/files/folder-walk.ts";
import type { Observer } from "../observer.ts";
import { resolveInside } from "./root-files.ts";
import { wholeView } from "./whole-view.ts";

/** Tools of an image for users of `docker exec`. */
export interface ImageTools {
  /** Its known clients. */
  readonly clients: readonly (readonly string[])[];
  /** Setuid and setgid programs. */
  readonly setId: readonly string[];
}

/** The engine's default if the image has none (moby, `DefaultPathEnv`). */
const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/** Maximum number of tests in one container: each takes a while. */
const maxClients = 6;
/** Images have some hundred thousand at most. */
const maxFiles = 500_000;

/**
 * Reads files before the first stop, without running anything; undefined if this machine cannot see the container's
 * files.
 */
export function observeTools(
  session: EngineSession,
  { env }: Pick<ImageSummary, "env">,
): { readonly observer: Observer; tools(): ImageTools | undefined } {
  let tools: ImageTools | undefined;
  const path = env.findLast((line) => line.startsWith("PATH="))?.slice("PATH=".length) ?? defaultPath;
  const folders = path.split(":").filter((folder) => folder.startsWith("/"));
  return {
    observer: {
      async stopping(moment) {
        const pid = wholeView(moment.pid);
        if (tools !== undefined || !session.engine.info.sameKernel || pid === 0) return;
        const hasProgram = (name: string) => folders.some((folder) => resolveInside(pid, `${folder}/${name}`));
        const present = clients.filter(([name]) => hasProgram(name)).slice(0, maxClients);
        const setId = await setIdPrograms(`/proc/${pid}/root`);
        if (setId !== undefined) tools = { clients: present, setId };
      },
    },
    tools: () => tools,
  };
}

/** Undefined if the tree cannot be read completely. */
async function setIdPrograms(root: string): Promise<string[] | undefined> {
  const paths: string[] = [];
  let count = 0;
  try {
    for (const { folder, name, stats } of walkFolder(root)) {
      // Reads are synchronous: let Ctrl-C and timers in.
      if (++count % 2048 === 0) await setImmediate();
      if (count > maxFiles) return undefined;
      if (stats?.isFile() === true && isSetId(stats.mode)) paths.push(`${folder}/${name.toString()}`);
    }
    return paths;
  } catch {
    return undefined;
  }
}

/** inode(7): without group execution, a set-group-ID bit has another meaning. */
function isSetId(mode: number): boolean {
  return ((mode & 0o4000) !== 0 && (mode & 0o111) !== 0) || ((mode & 0o2000) !== 0 && (mode & 0o010) !== 0);
}
