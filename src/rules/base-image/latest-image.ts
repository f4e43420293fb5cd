import { isNameOf } from "../../facts/repository/image-names.ts";
import { imageReference, isLocalName } from "../../facts/container-spec/image-reference.ts";
import { isKustomized } from "../../facts/container-spec/is-kustomized.ts";
import { evidenceOf, placeOf } from "../shared/container.ts";
import { reference } from "../shared/evidence.ts";
import { pulled } from "../shared/pulled.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "base-image/latest-image",
  title: "Image without a version",
  why:
    "`latest`, or no tag at all, is whatever was pushed last: the line starts another program tomorrow than today, no one can say which one was running, and going back is guesswork. " +
    "Name a version, better still with its digest. An image that the repository builds itself has the version of the repository.",
  severity: "warning",
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows:
      "one name without a version starts another program after the tag was moved, and the first image's id still starts the first",
  },
  fix: "none",
  also: ["dockle/DKL-DI-0006", "cis-docker/5.28", "compose-lint/CL-0004", "dclint/service-image-require-explicit-tag"],
  alsoKubernetes: [
    "trivy/KSV-0013",
    "checkov/CKV_K8S_14",
    "kube-linter/latest-tag",
    "kubescape/C-0075",
    "polaris/tagNotSpecified",
  ],
  examples: [
    { kind: "document", bad: "docker pull example/web\n", good: "docker pull example/web:1.4.2\n" },
    {
      kind: "document",
      bad: "docker pull registry.example.com:5000/web:latest\n",
      good: "docker build -t web .\ndocker create --name web -p 8080:8080 --cap-drop ALL --security-opt no-new-privileges --read-only --memory 256m --memory-swap 256m --cpus 0.5 --pids-limit 50 web\n",
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web\n",
      good: "services:\n  web:\n    image: example/web:1.4.2\n  own:\n    build: .\n    image: example/own\n",
    },
  ],
  *check({ containers, runLines, builtImages, kustomized }) {
    const started = containers.containers.filter(
      (container) =>
        container.serves &&
        container.fragment !== true &&
        !(container.image !== undefined && isLocalName(container.image.value)) &&
        !(kustomized !== undefined && isKustomized(kustomized, container)),
    );
    const built = builtHere([...containers.texts.values()].join("\n"));
    for (const image of [...started, ...pulled(runLines)].flatMap(({ image, build }) =>
      image === undefined || build !== undefined ? [] : [image],
    )) {
      const imageRef = imageReference(image.value);
      if (imageRef === undefined) continue;
      const { name, tag = "latest", digest } = imageRef;
      if (tag !== "latest" || digest !== undefined || built.has(name) || isNameOf(builtImages ?? [], name)) continue;
      yield {
        message: `\`${image.written ?? image.value}\` is whatever was pushed last${imageRef.tag === undefined ? " (no tag means `latest`)" : ""}; name a version`,
        at: placeOf(image),
        evidence: [
          ...evidenceOf(containers, image),
          reference(
            "When no tag is given, latest is taken; the tag is not kept at any version",
            "docs.docker.com, docker image pull",
          ),
        ],
      };
    }
  },
});

/** Names that the same document gives to images it builds: their version is the document's own. */
function builtHere(text: string): ReadonlySet<string> {
  if (!/\bbuild\b/.test(text)) return new Set();
  const tags = text.matchAll(/[ \t](?:-t|--tag)[ =]["']?([a-z0-9][\w./-]{0,200})/g);
  return new Set([...tags].map((match) => match[1] ?? ""));
}
