import { expect, test } from "vitest";
import { createRequest } from "./create-request.ts";
import { sampleProfile } from "../../../../test/emit/sample-profile.ts";
import { trialLine } from "../../../dialects/run-line/print/trial-line.ts";

const mount = (path: string, mebibytes: number) => ({
  path,
  mode: "1777",
  uid: 0,
  gid: 0,
  sizeBytes: mebibytes * 1024 ** 2,
});

test("includes the deployment's tmpfs in every trial, unless another replaces it", () => {
  const workload = { ...sampleProfile.workload, grants: { tmpfs: [mount("/run", 4), mount("/tmp", 4)] } };
  const sizes = (restrictions: Parameters<typeof createRequest>[2]) =>
    Object.entries(createRequest("a", workload, restrictions).tmpfs ?? {}).map(
      ([path, options]) => `${path} ${/size=(\w+)/.exec(options)?.[1]}`,
    );
  expect(sizes({})).toEqual(["/run 4m", "/tmp 4m"]);
  expect(sizes({ readOnlyRootfs: true, tmpfs: [] })).toEqual(["/run 4m", "/tmp 4m"]);
  expect(sizes({ tmpfs: [mount("/tmp", 16)] })).toEqual(["/run 4m", "/tmp 16m"]);
  expect(trialLine("a", workload, { tmpfs: [mount("/tmp", 16)] })).toMatch(
    /--tmpfs \S*\/run:\S* --tmpfs \S*\/tmp:\S*size=16m/,
  );
  expect(createRequest("a", sampleProfile.workload, {})).not.toHaveProperty("tmpfs");
});

test("includes the deployment's init process in every trial, unless it differs", () => {
  const workload = { ...sampleProfile.workload, grants: { init: true as const } };
  expect(createRequest("a", workload, { dropAll: true })).toMatchObject({ init: true });
  expect(createRequest("a", workload, { init: false })).toMatchObject({ init: false });
  expect(trialLine("a", workload, {})).toMatch(/^docker run --rm --init /);
  expect(trialLine("a", workload, { init: false })).not.toContain("--init");
  expect(createRequest("a", sampleProfile.workload, {})).not.toHaveProperty("init");
});
