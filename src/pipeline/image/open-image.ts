import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Config } from "../../domain/settings/config.ts";
import { Failure } from "../../domain/failure.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import { openArchive } from "../../sources/image/archive/archive.ts";
import { checkPlatform } from "../../sources/image/archive/choose-manifest.ts";
import type { Image } from "../../sources/image/image-source.ts";
import type { Context } from "../context.ts";
import type { ImageTarget } from "./image-target.ts";

export interface OpenedImage extends AsyncDisposable {
  readonly image: Image;
  /** The engine's image, where it can be run; else the reason. */
  readonly runnable: { readonly ref: string; readonly session: EngineSession } | { readonly missing: string };
}

/**
 * Opens an image from any source. Dispose of it after reading. Throws `Failure` (`no-such-image`, `no-such-file`, `unreadable`, `bad-image`,
 * `engine-...`, `registry-...`, `interrupted`).
 */
export async function openImage(
  { kind, name }: ImageTarget,
  context: Pick<Context, "cwd" | "progress" | "run" | "signal" | "env" | "pathRules">,
  { platform, registries }: { readonly platform?: string; readonly registries?: Config["registries"] } = {},
): Promise<OpenedImage> {
  const options = { ...(platform !== undefined && { platform }), ...(context.signal && { signal: context.signal }) };
  const path = resolve(context.cwd, name);
  switch (kind) {
    case "docker-archive":
      return notRunnable(await openArchive(path, options), "an archive is not run; load it into an engine");
    case "oci": {
      const { openOciLayout } = await import("../../sources/image/archive/oci.ts");
      const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() === true;
      const image = isFolder ? await openOciLayout(path, options) : await openArchive(path, options);
      return notRunnable(image, "a layout is not run; load it into an engine");
    }
    case "rootfs": {
      const { openRootfs } = await import("../../sources/image/archive/rootfs.ts");
      if (platform !== undefined) {
        throw new Failure("bad-usage", `${name} is a folder, which does not say what platform it is for.`, {
          hint: "Leave --platform out.",
        });
      }
      return notRunnable(await openRootfs(path), "a folder is not run");
    }
    case "registry": {
      const { openRegistryImage } = await import("../../sources/image/registry/open-registry-image.ts");
      const { progress, env, pathRules: rules } = context;
      const image = await openRegistryImage(name, {
        ...options,
        ...registries,
        progress,
        ...(env && { env }),
        ...(rules && { rules }),
      });
      return notRunnable(image, "an image of a registry is not run; pull it into an engine");
    }
    case "container": {
      const { openContainer } = await import("../../sources/image/engine/container.ts");
      const image = await ofPlatform(await openContainer(await context.run(), name, context.progress), platform);
      return { image, runnable: { missing: "a container's changes are in no image" }, ...disposedWith(image) };
    }
    case "daemon": {
      const { inspectImage } = await import("../../sources/engine/images/images.ts");
      const { openEngineImage } = await import("../../sources/image/engine/engine-image.ts");
      const session = await context.run();
      if ((await inspectImage(session.engine, name)) === undefined) {
        throw new Failure("no-such-image", `${name} is neither a file here nor an image of the engine`, {
          hint: `Check the spelling; \`docker images\` lists what the engine has. To read it from its registry: registry:${name}`,
        });
      }
      const image = await ofPlatform(await openEngineImage(session, name, context.progress), platform);
      return { image, runnable: { ref: name, session }, ...disposedWith(image) };
    }
  }
}

/** An engine has one image per name: another platform than requested is refused. */
async function ofPlatform<T extends Image & AsyncDisposable>(image: T, platform: string | undefined): Promise<T> {
  try {
    checkPlatform(image.config, platform, image.name);
    return image;
  } catch (error) {
    await image[Symbol.asyncDispose]();
    throw error;
  }
}

function notRunnable(image: Image, reason: string): OpenedImage {
  return { image, runnable: { missing: reason }, async [Symbol.asyncDispose]() {} };
}

function disposedWith(image: AsyncDisposable): AsyncDisposable {
  return { [Symbol.asyncDispose]: () => Promise.resolve(image[Symbol.asyncDispose]()) };
}
