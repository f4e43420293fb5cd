import { expect, it } from "vitest";
import { readAnyway } from "../../../test/read-anyway.ts";
import { textFacts } from "../../facts/text-facts.ts";
import { applyEdits } from "../../fixes/apply.ts";
import unusedPackage from "./unused-package.ts";

const unused = {
  "deb:curl": ["curl"],
  "npm:nodemon": ["nodemon"],
  "pypi:build": [],
  "pypi:ipython": ["ipython", "ipython3"],
  "pypi:zope-interface": [],
};

function findings(run: string) {
  const dockerfile = readAnyway(`FROM debian:trixie-slim\n${run}\nCMD ["app"]\n`);
  const facts = textFacts(dockerfile, { today: "2026-12-01", unusedPackages: new Map(Object.entries(unused)) });
  return { text: dockerfile.text, found: [...unusedPackage.check(facts as never)] };
}

it.each([
  ["RUN pip install flask ipython", "RUN pip install flask"],
  ["RUN pip3 install --no-cache-dir 'ipython>=8' flask", "RUN pip3 install --no-cache-dir flask"],
  ["RUN python -m pip install flask Zope.Interface==7", "RUN python -m pip install flask"],
  ["RUN pip install -r requirements.txt 'IPython[all]'", "RUN pip install -r requirements.txt"],
  ["RUN npm install -g pm2 nodemon@3", "RUN npm install -g pm2"],
  ["RUN npm i -g nodemon && npm ci", "RUN npm ci"],
  ["RUN uv pip install flask ipython", "RUN uv pip install flask"],
  ["RUN apt-get install -y nginx curl", "RUN apt-get install -y nginx"],
])("%s becomes %s", (run, fixed) => {
  const { text, found } = findings(run);
  expect(found).toHaveLength(1);
  const fix = found[0]?.fix;
  expect(fix?.applicability).toBe("proven");
  expect(applyEdits(text, fix?.edits ?? [])).toContain(`\n${fixed}\nCMD`);
});

it.each([
  // Another kind of package has that name.
  "RUN pip install curl",
  "RUN apt-get install -y ipython",
  // It replaces what the base has.
  "RUN pip install --upgrade ipython",
  "RUN pip install -U ipython",
  // A later step runs it.
  "RUN pip install build && python -m build",
  "RUN npm install -g nodemon && nodemon --version",
  "RUN pip install ipython\nRUN ipython3 -c 1",
  "RUN pip install flask",
  "RUN pip install -r requirements.txt",
  "RUN pip uninstall -y ipython",
  "RUN pip install $PACKAGES",
])("leaves %s", (run) => {
  expect(findings(run).found).toEqual([]);
});
