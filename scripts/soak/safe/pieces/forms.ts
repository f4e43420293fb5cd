import type { Dice } from "../dice.ts";

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A RUN that runs this shell command, in one of the forms that Dockerfiles have for it. */
export function runForm(dice: Dice, command: string): string {
  if (dice.chance(0.6)) return `RUN ${command}`;
  return dice.pick([
    () => `RUN ["sh", "-c", ${JSON.stringify(command)}]`,
    () => `RUN ["/bin/bash", "-c", ${JSON.stringify(command)}]`,
    () => (/^[\w ./*-]+$/.test(command) ? `RUN ${JSON.stringify(command.split(" "))}` : `RUN ${command}`),
    () => `RUN <<EOF\n${command.replaceAll("$", "\\$")}\nEOF`,
    () => `RUN <<'EOF'\nset -e\n${command}\nEOF`,
    () => `RUN <<'EOF' bash\n${command}\nEOF`,
    () => `RUN <<-"END" sh -e\n\t${command}\n\tEND`,
    () => `RUN set -eux; ${command}`,
    () => `RUN set -e; true; ${command}; true`,
    () => `RUN true && ${command}`,
    () => `RUN true; ${command}`,
    () => `RUN (${command})`,
    () => `RUN { ${command}; }`,
    () => `RUN if true; then ${command}; fi`,
    () => `RUN if ${command}; then echo yes > /answer; else echo no > /answer; fi`,
    () => `RUN ! { ${command}; } || echo held > /answer`,
    () => `RUN for x in 1; do ${command}; done`,
    () => `RUN case x in x) ${command} ;; esac`,
    () => `RUN f() { ${command}; }; f`,
    () => `RUN ${command} || exit 3`,
    () => `RUN ${command} || true`,
    () => `RUN ${command}; echo $? > /status`,
    () => `RUN sh -c ${quoted(command)}`,
    () => `RUN eval ${quoted(command)}`,
    () => `RUN echo ${quoted(command)} | sh`,
    () => `RUN X=1 sh -ec ${quoted(command)}`,
    () => `RUN --mount=type=tmpfs,target=/mnt ${command}`,
    () => `RUN --mount=type=cache,target=/var/tmp/c ${command}`,
    () => `RUN --network=default ${command}`,
    () => `RUN \\\n    # why\n    ${command}`,
    () => `RUN ${command} \\\n\n    && true`,
    () => `run\t${command}`,
  ])();
}
