import { describe, expect, it } from "vitest";
import type { Member } from "../../../test/images/archive.ts";
import { debImage } from "../../../test/images/deb-image.ts";
import { packageNeeds } from "./package-needs.ts";
import { unopenedModules } from "./unopened-modules.ts";
import { developmentModulesFact, unusedPackagesFact } from "./unused-packages.ts";

const file = (path: string, content: unknown): Member => ({
  path,
  content: typeof content === "string" ? content : JSON.stringify(content),
});
const npmPackage = (name: string, dependencies: Readonly<Record<string, string>> = {}, folder = "app"): Member[] => [
  file(`${folder}/node_modules/${name}/package.json`, { name, version: "1.0.0", dependencies }),
  file(`${folder}/node_modules/${name}/index.js`, "x"),
];
const distribution = (name: string, requires: readonly string[] = []): Member[] => [
  file(
    `app/lib/python3.13/site-packages/${name}-1.dist-info/METADATA`,
    `Metadata-Version: 2.1\nName: ${name}\nVersion: 1\n${requires.map((one) => `Requires-Dist: ${one}\n`).join("")}`,
  ),
  file(`app/lib/python3.13/site-packages/${name}-1.dist-info/RECORD`, `${name}/__init__.py,,\n`),
  file(`app/lib/python3.13/site-packages/${name}/__init__.py`, "x"),
];

async function read(members: readonly Member[], opened: readonly string[] = [], complete = true, run = "layer 0") {
  const { image } = await debImage({}, members, { history: [{ created_by: run }] });
  const observed = { method: "page-cache", opened, executed: [], complete, reason: "traced" } as const;
  return { image, needs: packageNeeds(image, { observed, started: [] }) };
}

async function statuses(members: readonly Member[], opened: readonly string[] = [], complete = true) {
  const { image, needs } = await read(members, opened, complete);
  return Object.fromEntries(unopenedModules(image, needs).map(({ name, status }) => [name, status]));
}

const project = file("app/package.json", {
  dependencies: { express: "1", lazy: "1" },
  devDependencies: { vitest: "1" },
});
const modules = [
  ...npmPackage("express", { accepts: "1" }),
  ...npmPackage("accepts"),
  ...npmPackage("lazy"),
  ...npmPackage("vitest", { vite: "1", accepts: "1" }),
  ...npmPackage("vite"),
  ...npmPackage("stray"),
];

describe("unopenedModules", () => {
  it("tells development dependencies and undeclared packages of npm from declared ones", async () => {
    expect(await statuses([project, ...modules], ["/app/node_modules/express/index.js"])).toEqual({
      accepts: "declared",
      lazy: "declared",
      vitest: "development",
      vite: "development",
      stray: "undeclared",
    });
  });

  it("lets what a development dependency needs stay declared where the workload opened it", async () => {
    const found = await statuses([project, ...modules], ["/app/node_modules/vitest/index.js"]);
    expect(found).not.toHaveProperty("vitest");
    expect(found.vite).toBe("declared");
  });

  it("counts system packages as declared, and all packages of a project without a declaration", async () => {
    expect(await statuses([project, ...npmPackage("npm", {}, "usr/local/lib")])).toEqual({ npm: "declared" });
    expect(await statuses(modules)).toMatchObject({ vitest: "declared", stray: "declared" });
    expect(await statuses([file("app/package.json", "{"), ...modules])).toMatchObject({ stray: "declared" });
  });

  it("follows requirements of Python's distributions, whose names have several forms", async () => {
    const members = [
      file("app/requirements.txt", "Flask\n"),
      file("app/requirements-dev.txt", "pytest\n"),
      ...distribution("flask", ["Zope.Interface"]),
      ...distribution("zope_interface"),
      ...distribution("pytest", ["pluggy"]),
      ...distribution("pluggy"),
      ...distribution("stray"),
    ];
    expect(await statuses(members)).toEqual({
      flask: "declared",
      zope_interface: "declared",
      pytest: "development",
      pluggy: "development",
      stray: "undeclared",
    });
  });

  it("says nothing without a complete trace", async () => {
    expect(await statuses([project, ...modules], [], false)).toEqual({});
  });

  it("ends where packages require each other", async () => {
    const circle = [...npmPackage("a", { b: "1" }), ...npmPackage("b", { a: "1" })];
    expect(await statuses([project, ...circle])).toEqual({ a: "undeclared", b: "undeclared" });
  });
});

describe("developmentModulesFact", () => {
  it("names the folders that a fix may change", async () => {
    const { image, needs } = await read([project, ...modules]);
    expect(developmentModulesFact(image, needs)).toEqual({
      names: expect.arrayContaining(["vite", "vitest"]),
      folders: ["/app/node_modules"],
    });
    const none = await read([project]);
    expect(developmentModulesFact(none.image, none.needs)).toBeUndefined();
  });
});

describe("unusedPackagesFact", () => {
  const keys = async (members: readonly Member[], run: string, opened: readonly string[] = []) => {
    const { image, needs } = await read(members, opened, true, run);
    return [...(unusedPackagesFact(image, needs)?.keys() ?? [])].filter((key) => !key.startsWith("deb:"));
  };
  const nodemon = npmPackage("nodemon", {}, "usr/local/lib");

  it("names what only a RUN asks for, beside a project that declares what it needs", async () => {
    const members = [
      file("app/requirements.txt", "Flask\n"),
      ...distribution("flask"),
      ...distribution("Zope_Interface"),
    ];
    const run = "RUN /bin/sh -c pip install -r requirements.txt zope.interface # buildkit";
    expect(await keys(members, run)).toEqual(["pypi:zope-interface"]);
    const opened = ["/app/lib/python3.13/site-packages/Zope_Interface/__init__.py"];
    expect(await keys(members, run, opened)).toEqual([]);
  });

  it("leaves what another package asks for, and all of a project that declares nothing", async () => {
    const run = "RUN pip install flask ipython";
    const members = [...distribution("flask"), ...distribution("ipython")];
    expect(await keys(members, run)).toEqual([]);
    const declared = [file("app/requirements.txt", "flask\n"), ...distribution("flask", ["ipython"])];
    expect(await keys([...declared, ...distribution("ipython")], run)).toEqual([]);
  });

  it("names programs that a RUN installed for the whole system, and not npm itself", async () => {
    const npm = npmPackage("npm", {}, "usr/local/lib");
    expect(await keys([...nodemon, ...npm], "RUN npm install -g nodemon")).toEqual(["npm:nodemon"]);
    expect(await keys([...nodemon, ...npm], "COPY . .")).toEqual([]);
  });

  it("knows nothing without a complete trace", async () => {
    const { image, needs } = await read(nodemon, [], false, "RUN npm install -g nodemon");
    expect(unusedPackagesFact(image, needs)).toBeUndefined();
  });
});
