import { emitters } from "../emit/index.ts";

export const dialects: readonly { readonly name: string; readonly title: string }[] = emitters;

/** `hullproof emit PROFILE --to NAME`. `image` replaces the profile's image name. */
export async function emitProfile(file: string, to: string, image: string | undefined, cwd: string): Promise<string> {
  const emitter = emitters.find(({ name }) => name === to);
  if (emitter === undefined) throw new Error(`the emitter ${to} is listed but has no file`);
  // The command line lists the dialects on every start; reading a profile loads its schema.
  const { readProfile } = await import("./read-profile.ts");
  return emitter.emit(await readProfile(file, cwd), image === undefined ? {} : { image });
}
