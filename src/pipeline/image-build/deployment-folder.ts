import { atFolder } from "../../sources/files/read-named.ts";

/** `harden` runs its result, and cannot start Kubernetes objects. */
export const ofManifests =
  "Of what Kubernetes runs, the image is hardened: `hullproof harden FOLDER-OF-ITS-DOCKERFILE --into MANIFEST`, or `hullproof learn --profile profile.json IMAGE`. Then `hullproof emit profile.json --to kubernetes-patch` prints a patch for the `patches` of a kustomization; in a chart, set the same values.";

/** Whether the folder holds a chart or a kustomization, which deploys an image instead of building one. */
export function isDeployed(folder: string): boolean {
  const reached = atFolder(folder, (entries) =>
    ["Chart.yaml", "kustomization.yaml", "kustomization.yml", "Kustomization"].map((name) => entries.find(name)),
  );
  return "refused" in reached ? false : reached.some((entry) => !("refused" in entry));
}
