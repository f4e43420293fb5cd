import type { Profile } from "../../../domain/profile/profile.ts";
import type { AnonymousVolume } from "../../../domain/profile/restrictions.ts";
import type { FieldLoss } from "../../emitter.ts";

type Root = Pick<Profile, "readOnlyRootfs" | "anonymousVolumes">;

/** Anonymous volumes that an emptyDir can replace: it starts empty, and would hide files of the image. */
export function podDirectories({ anonymousVolumes = [] }: Root): readonly AnonymousVolume[] {
  return anonymousVolumes.filter(({ imageFiles }) => imageFiles !== true);
}

/** Its root stays writable if nothing can replace a volume with files of the image. */
export function isPodRootReadOnly({ readOnlyRootfs, anonymousVolumes = [] }: Root): boolean {
  return readOnlyRootfs && anonymousVolumes.every(({ imageFiles }) => imageFiles !== true);
}

/** Its `readOnlyRootFilesystem`. */
export function rootLosses(profile: Root): FieldLoss[] {
  if (isPodRootReadOnly(profile) === profile.readOnlyRootfs) return [];
  const seeded = profile.anonymousVolumes?.filter(({ imageFiles }) => imageFiles === true) ?? [];
  const paths = seeded.map(({ path }) => path).join(", ");
  return [
    {
      kind: "weaker",
      code: "root-with-image-files",
      wanted: `a read-only root, with a volume at ${paths} that begins with the image's files`,
      got: "a writable root",
      reason: "Kubernetes copies nothing from the image into a volume",
      remedy: `Mount a volume at ${paths} that holds the image's files, and set readOnlyRootFilesystem: true`,
    },
  ];
}

/** Losses of anonymous volumes as emptyDir. */
export function directoryLosses({ anonymousVolumes = [], user }: Profile): FieldLoss[] {
  const mode = user.uid === 0 ? "mode 777, of root" : `mode 2777, of root and the group ${user.gid}`;
  return anonymousVolumes.flatMap(({ path, imageFiles }, at): FieldLoss[] =>
    imageFiles === true
      ? []
      : [
          {
            kind: "weaker",
            code: "volume-mode",
            field: `anonymousVolumes[${at}]`,
            wanted: `${path} with the image's mode and owner`,
            got: mode,
            reason: "an emptyDir has neither mode nor owner",
            remedy: `Use a claim at ${path} where its data has to outlive the pod: an emptyDir goes with it`,
          },
        ],
  );
}
