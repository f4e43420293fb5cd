import { expect, test } from "vitest";
import { isShown, listed, probeFile } from "../../../../test/probe-file.ts";
import nuget from "../ecosystems/nuget.ts";
import nugetLock from "../ecosystems/nuget-lock.ts";

const read = (data: unknown, path = "/app/App.deps.json") => probeFile(nuget, path, JSON.stringify(data));
const target = ".NETCoreApp,Version=v8.0/linux-x64";

test("lists packages with files, named as published", () => {
  const extract = read({
    runtimeTarget: { name: target, signature: "" },
    targets: {
      ".NETCoreApp,Version=v8.0": {},
      [target]: {
        "App/1.0.0": { dependencies: { "Some.Json": "13.0.1" }, runtime: { "App.dll": {} } },
        "Some.Json/13.0.1": {
          dependencies: { "Other.Lib": "1.0.0" },
          runtime: { "lib/net6.0/Some.Json.dll": { assemblyVersion: "13.0.0.0" } },
          resources: { "lib/net6.0/de/Some.Json.resources.dll": { locale: "de" } },
          runtimeTargets: { "runtimes/linux-x64/native/lib.so": { rid: "linux-x64", assetType: "native" } },
        },
        "Meta.Package/1.0.0": { dependencies: { "Some.Json": "13.0.1" } },
        "Empty.Package/1.0.0": { runtime: { "lib/net6.0/_._": {} } },
        "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1": { native: { "libclrjit.so": {} } },
        "Ref/1.0.0": { runtime: { "Ref.dll": {} } },
      },
    },
    libraries: {
      "App/1.0.0": { type: "project" },
      "Some.Json/13.0.1": { type: "package", serviceable: true },
      "Meta.Package/1.0.0": { type: "package" },
      "Empty.Package/1.0.0": { type: "package" },
      "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1": { type: "runtimepack" },
      "Ref/1.0.0": { type: "reference" },
    },
  });
  expect(extract?.packages).toEqual([
    {
      name: "Some.Json",
      version: "13.0.1",
      dependsOn: ["Other.Lib"],
      owns: ["/app/Some.Json.dll", "/app/de/Some.Json.resources.dll", "/app/runtimes/linux-x64/native/lib.so"],
    },
    { name: "Microsoft.NETCore.App.Runtime.linux-x64", version: "8.0.1", owns: ["/app/libclrjit.so"] },
  ]);
});

test("assigns a shared framework its folder", () => {
  const folder = "/usr/share/dotnet/shared/Microsoft.NETCore.App/8.0.1/";
  const key = "Microsoft.NETCore.App.Runtime.linux-x64/8.0.1";
  const data = {
    runtimeTarget: { name: target },
    targets: { [target]: { [key]: { runtime: { "System.dll": {} } } } },
    libraries: { [key]: { type: "package" } },
  };
  expect(read(data, `${folder}Microsoft.NETCore.App.deps.json`)?.packages).toEqual([
    { name: "Microsoft.NETCore.App.Runtime.linux-x64", version: "8.0.1", owns: [folder] },
  ]);
});

test("counts every package without a target, confines paths and reports damage", () => {
  const libraries = { "A/1": { type: "package" }, "B/1": null, C: { type: "package" }, "/1": { type: "package" } };
  expect(read({ libraries })?.packages).toEqual([{ name: "A", version: "1" }]);
  expect(read({ runtimeTarget: target, targets: [], libraries })?.packages).toHaveLength(1);
  const escaping = {
    runtimeTarget: target,
    targets: { [target]: { "A/1": { runtimeTargets: { "/../../etc/x": {} } } } },
    libraries,
  };
  expect(read(escaping)?.packages?.[0]?.owns).toEqual(["/etc/x"]);
  expect(read({})).toBeUndefined();
  expect(() => probeFile(nuget, "/app/App.deps.json", "[]")).toThrow("it is not a JSON object");
  expect(isShown(nuget, "/app/App.runtimeconfig.json")).toBe(false);
});

test("packages.lock.json", () => {
  const lock = {
    version: 1,
    dependencies: {
      "net8.0": {
        A: { type: "Direct", requested: "[1.0.0, )", resolved: "1.0.0", dependencies: { B: "2.0.0" } },
        B: { type: "Transitive", resolved: "2.0.0" },
        own: { type: "Project" },
        odd: 7,
      },
      "net8.0/linux-x64": { B: { type: "Transitive", resolved: "2.0.0" } },
    },
  };
  const extract = probeFile(nugetLock, "/app/packages.lock.json", "\uFEFF" + JSON.stringify(lock));
  expect(listed(extract)).toEqual(["A 1.0.0", "B 2.0.0"]);
  expect(extract?.packages?.[0]).toEqual({ name: "A", version: "1.0.0", dependsOn: ["B"], declared: true });
});
