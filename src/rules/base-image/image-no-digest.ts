import { imageReference, isLocalName } from "../../facts/container-spec/image-reference.ts";
import { evidenceOf, placeOf } from "../shared/container.ts";
import { reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "base-image/image-no-digest",
  title: "Image not pinned by digest",
  why:
    "A tag can be moved to another image at any time, by its owner for a fix or by whoever got hold of the account. A digest behind it names the very bytes that were tried, on every machine; " +
    "an update bot moves both together.",
  severity: "info",
  onRequest: "nearly every file names its images by tag",
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows: "one name with its tag starts another program after the tag was moved, and the first image's id does not",
  },
  fix: "none",
  also: ["cis-docker/5.28", "compose-lint/CL-0019"],
  alsoKubernetes: ["checkov/CKV_K8S_43", "kubescape/C-0306"],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm -d -p 8080:8080 example/web:1.4.2\n",
      good: `docker run --rm -d -p 8080:8080 example/web:1.4.2@sha256:${"0a".repeat(32)}\n`,
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4.2\n",
      good: `services:\n  web:\n    image: example/web:1.4.2@sha256:${"0a".repeat(32)}\n  own:\n    build: .\n    image: own:1.0\n`,
    },
  ],
  *check({ containers }) {
    for (const { image, build, fragment } of containers.containers) {
      if (image === undefined || build !== undefined || fragment === true) continue;
      const imageRef = imageReference(image.value);
      if (imageRef === undefined || imageRef.digest !== undefined || isLocalName(image.value)) continue;
      yield {
        message: `\`${image.written ?? image.value}\` may be another image tomorrow: a tag can be moved, a digest can't`,
        at: placeOf(image),
        evidence: [
          ...evidenceOf(containers, image),
          reference(
            "A digest is made of the content, and names it alone",
            "OCI image specification, descriptor.md, Digests",
          ),
        ],
      };
    }
  },
});
