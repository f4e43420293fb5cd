import { atFolder } from "../../sources/files/read-named.ts";

/** `harden` starts what it hardens, and nothing of Kubernetes is started here. */
export const ofManifests =
  "Of what Kubernetes runs, the image is hardened: `hullproof harden FOLDER-OF-ITS-DOCKERFILE --into MANIFEST`, or `hullproof learn --profile profile.json IMAGE`. Then `hullproof emit profile.json --to kubernetes-patch` prints a patch for the `patches` of a kustomization; in a chart, set the same values.";

/** The folder of a chart or a kustomization, which deploys an image and makes none. */
export function isDeployed(folder: string): boolean {
  const found = atFolder(folder, (beneath) =>
    ["Chart.yaml", "kustomization.yaml", "kustomization.yml", "Kustomization"].map((name) => beneath.find(name)),
  );
  return "refused" in found ? false : found.some((one) => !("refused" in one));
}
