// `npm run vscode [-- --output FILE]`: the extension for Visual Studio Code as one file, editors/vscode/hullproof.vsix. Equal sources give equal bytes.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { rolldown } from "rolldown";
import { writeZip } from "../test/formats/write-zip.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "editors/vscode");
const { values } = parseArgs({ options: { output: { type: "string", default: join(folder, "hullproof.vsix") } } });

interface Manifest {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly publisher: string;
  readonly engines: { readonly vscode: string };
  readonly keywords: readonly string[];
  readonly categories: readonly string[];
}

const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly version: string };
const { code, packages } = await bundle();

writeFileSync(
  values.output,
  writeZip([
    { name: "[Content_Types].xml", content: contentTypes() },
    { name: "extension.vsixmanifest", content: vsixManifest() },
    { name: "extension/package.json", content: `${JSON.stringify({ ...manifest, version }, undefined, 2)}\n` },
    { name: "extension/dist/extension.js", content: code },
    { name: "extension/README.md", content: readFileSync(join(folder, "README.md")) },
    { name: "extension/LICENSE.txt", content: readFileSync(join(root, "LICENSE")) },
    { name: "extension/licenses.txt", content: packages.map(licenseOf).join(`\n${"-".repeat(80)}\n\n`) },
  ]),
);
console.log(`wrote ${values.output}`);

/** VS Code loads an extension as CommonJS, and gives it `vscode`. With the packages whose code is in it. */
async function bundle(): Promise<{ readonly code: string; readonly packages: readonly string[] }> {
  const built = await rolldown({
    input: join(folder, "extension.mts"),
    platform: "node",
    external: ["vscode"],
    cwd: root,
    logLevel: "warn",
  });
  const { output } = await built.generate({ format: "cjs", minify: true, codeSplitting: false });
  await built.close();
  const [{ code: text, moduleIds }] = output;
  const names = moduleIds.flatMap((id) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(id)?.[1] ?? []);
  return { code: text, packages: [...new Set(names)].sort() };
}

/** The license of what is bundled goes with it. */
function licenseOf(name: string): string {
  const path = join(root, "node_modules", name);
  const file = readdirSync(path).find((one) => /^licen[cs]e/i.test(one));
  if (file === undefined) throw new Error(`${name} has no license that could go with its code`);
  return `${name}\n\n${readFileSync(join(path, file), "utf8").trim()}\n`;
}

function contentTypes(): string {
  const types = {
    ".json": "application/json",
    ".js": "application/javascript",
    ".md": "text/markdown",
    ".txt": "text/plain",
    ".vsixmanifest": "text/xml",
  };
  const rows = Object.entries(types).map(
    ([extension, type]) => `<Default Extension="${extension}" ContentType="${type}"/>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>\n<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${rows.join("")}</Types>\n`;
}

/** What VS Code and its gallery read before the extension's own manifest. */
function vsixManifest(): string {
  const { name, displayName, description, publisher, engines, keywords, categories } = manifest;
  const asset = (type: string, path: string) => `    <Asset Type="${type}" Path="${path}" Addressable="true"/>`;
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${name}" Version="${version}" Publisher="${publisher}"/>
    <DisplayName>${displayName}</DisplayName>
    <Description xml:space="preserve">${description}</Description>
    <Tags>${keywords.join(",")}</Tags>
    <Categories>${categories.join(",")}</Categories>
    <GalleryFlags>Public</GalleryFlags>
    <License>extension/LICENSE.txt</License>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${engines.vscode}"/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace"/>
    </Properties>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>
${[
  asset("Microsoft.VisualStudio.Code.Manifest", "extension/package.json"),
  asset("Microsoft.VisualStudio.Services.Content.Details", "extension/README.md"),
  asset("Microsoft.VisualStudio.Services.Content.License", "extension/LICENSE.txt"),
].join("\n")}
  </Assets>
</PackageManifest>
`;
}
