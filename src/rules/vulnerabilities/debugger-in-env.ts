import { defineRule } from "../rule.ts";
import { inOrder } from "../../text/bounded.ts";

/** `open`: anyone who reaches the port runs code. The others expose internals, or are slow. */
const settings: readonly {
  readonly name: RegExp;
  readonly value: Pick<RegExp, "test">;
  readonly says: string;
  readonly open?: true;
}[] = [
  {
    name: /^NODE_OPTIONS$/,
    value: /--inspect(?:-brk|-wait)?(?:[ =]|$)/,
    says: "Node.js opens its debugger: whoever reaches the port runs code in the process",
    open: true,
  },
  {
    name: /^(?:JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|JAVA_OPTS|CATALINA_OPTS|_JAVA_OPTIONS)$/,
    value: inOrder(/jdwp/, /server=y/),
    says: "the JVM opens its debugger: whoever reaches the port runs code in the process",
    open: true,
  },
  {
    name: /^(?:JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|JAVA_OPTS|CATALINA_OPTS|_JAVA_OPTIONS)$/,
    value: /jmxremote\.authenticate=false/,
    says: "JMX asks for no password: whoever reaches the port runs code in the process",
    open: true,
  },
  { name: /^PYTHONINSPECT$/, value: /./, says: "Python stays at a prompt after the program" },
  {
    name: /^(?:FLASK_DEBUG|DJANGO_DEBUG|WERKZEUG_DEBUG_PIN)$/,
    value: /^(?:1|true|on|yes|off)$/i,
    says: "error pages show source code and a prompt",
    open: true,
  },
  {
    name: /^(?:FLASK_ENV|RAILS_ENV|RACK_ENV|APP_ENV|NODE_ENV)$/,
    value: /^(?:dev|development|local)$/i,
    says: "error pages show internals, and caches are off",
  },
  {
    name: /^(?:ASPNETCORE|DOTNET)_ENVIRONMENT$/,
    value: /^development$/i,
    says: "error pages show internals",
  },
  { name: /^APP_DEBUG$/, value: /^(?:1|true|on)$/i, says: "error pages show the configuration, secrets included" },
];

export default defineRule({
  id: "vulnerabilities/debugger-in-env",
  title: "Debug mode enabled in the image environment",
  why:
    "What helps at a desk opens a door in production: the debuggers of Node.js and the JVM run whatever they are sent and ask for no password, and the error pages of web frameworks show source, settings and now and then a prompt. " +
    "Set such a variable where a developer starts the container.",
  severity: "warning",
  ofBase: true,
  needs: ["configuration"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: { config: { env: ["NODE_OPTIONS=--inspect=0.0.0.0:9229"] } },
      good: { config: { env: ["NODE_OPTIONS=--max-old-space-size=256"] } },
    },
    { kind: "image", bad: { config: { env: ["FLASK_DEBUG=1"] } }, good: { config: { env: ["FLASK_DEBUG=0"] } } },
    {
      kind: "image",
      bad: { config: { env: ["NODE_ENV=development"] } },
      good: { config: { env: ["NODE_ENV=production"] } },
    },
  ],
  *check({ configuration }) {
    for (const setting of configuration.env) {
      const equals = setting.indexOf("=");
      const [name, value] = [setting.slice(0, equals), setting.slice(equals + 1)];
      const debugSetting = settings.find((one) => one.name.test(name) && one.value.test(value));
      if (debugSetting === undefined) continue;
      yield {
        message: `\`${setting.slice(0, 200)}\`: ${debugSetting.says}`,
        at: { setting: `Config.Env.${name}` },
        ...(debugSetting.open !== true && { severity: "info" as const }),
        evidence: [{ kind: "setting", pointer: `Config.Env.${name}`, value }],
      };
    }
  },
});
