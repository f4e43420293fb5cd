// `emit --to kubernetes --into FILE`: volumes without a name.
import { expect, it } from "vitest";
import { parse } from "yaml";
import type { Profile } from "../src/domain/profile/profile.ts";
import { intoManifest } from "../src/pipeline/emit/into/into-manifest.ts";
import { sampleProfile } from "./emit/sample-profile.ts";

const profile: Profile = {
  ...sampleProfile,
  volumes: [],
  anonymousVolumes: [{ path: "/var/spool/q" }, { path: "/srv" }, { path: "/var/lib/app", imageFiles: true }],
};
const into = (mount: string) => {
  const text = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: app
    image: sample/app:1
    volumeMounts: [${mount}]
  volumes: [{name: srv, persistentVolumeClaim: {claimName: srv}}]
`;
  return intoManifest({ file: "web.yaml", text }, profile, { minor: 35 });
};

it("adds an emptyDir where nothing is mounted and the image has no files", () => {
  const { text, losses } = into("{name: srv, mountPath: /srv}");
  const { spec } = parse(text);
  expect(spec.volumes).toEqual([
    { name: "srv", persistentVolumeClaim: { claimName: "srv" } },
    { name: "tmpfs-tmp", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } },
    { name: "data-var-spool-q", emptyDir: {} },
  ]);
  expect(spec.containers[0].volumeMounts).toContainEqual({ name: "data-var-spool-q", mountPath: "/var/spool/q" });
  expect(spec.containers[0].securityContext.readOnlyRootFilesystem).toBe(false);
  const codes = losses.map(({ code }) => code);
  expect(codes).not.toContain("left-mounts");
  expect(codes).not.toContain("mount-of-its-own");
});

it("names a read-only mount at its place", () => {
  expect(into("{name: srv, mountPath: /srv, readOnly: true}").losses).toContainEqual(
    expect.objectContaining({ code: "mount-of-its-own", field: "anonymousVolumes", kind: "stronger" }),
  );
});
