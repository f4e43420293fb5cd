import { ownValue } from "../../domain/own-value.ts";

/** What takes a library to a version, by purl type, in the project's folder. */
const commands: Readonly<Record<string, (name: string, to: string) => string>> = {
  npm: (name, to) => `npm install ${name}@${to}`,
  pypi: (name, to) => `pip install --upgrade '${name}>=${to}'`,
  golang: (name, to) => `go get ${name}@${to.startsWith("v") ? to : `v${to}`} && go mod tidy`,
  cargo: (name, to) => `cargo update -p ${name} --precise ${to}`,
  gem: (name) => `bundle update ${name} --conservative`,
  composer: (name, to) => `composer require ${name}:^${to} --with-all-dependencies`,
  // The name has its channel in front.
  pear: (name, to) => `pear upgrade ${name}-${to}`,
  nuget: (name, to) => `dotnet add package ${name} --version ${to}`,
  pub: (name) => `dart pub upgrade ${name}`,
  hex: (name) => `mix deps.update ${name}`,
};

/** Undefined: no command is known for the type (Maven's version stands in a file), or a text is not fit for a shell. */
export function dependencyCommand(type: string, name: string, to: string): string | undefined {
  const fits = /^@?[A-Za-z0-9][A-Za-z0-9._/+-]*$/.test(name) && /^[A-Za-z0-9][A-Za-z0-9._+-]*$/.test(to);
  if (!fits) return undefined;
  // The compiler's own library is no module that could be required.
  if (type === "golang" && !name.includes("/")) return undefined;
  return ownValue(commands, type)?.(name, to);
}
