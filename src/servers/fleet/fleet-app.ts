import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context as HonoContext } from "hono";
import { Failure } from "../../domain/failure.ts";
import type { Answer, FleetAnswers } from "../../pipeline/fleet/ask.ts";
import type { FleetQuestion } from "../../pipeline/fleet/fleet-question.ts";
import { escapeReport } from "../../reports/content/escape-report.ts";
import { pages } from "../../reports/fleet/pages/index.ts";
import { fleetPolicy, renderFleetNotice, renderFleetPage } from "../../reports/fleet/render-page.ts";
import type { FleetPage } from "../../reports/fleet/fleet-page.ts";
import { fleetLinks, findPath } from "./links.ts";
import { openApiDocument } from "./open-api.ts";

/** Forbids caching, framing, reading by another site, and content sniffing. */
const headers = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": fleetPolicy,
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
} as const;

export interface FleetAppOptions {
  readonly answers: FleetAnswers;
  /** `/TOKEN/` */
  readonly root: string;
  readonly version: string;
  /** `127.0.0.1:PORT` and `localhost:PORT`: any other name of this machine is refused (DNS rebinding). */
  readonly isOwnHost: (host: string) => boolean;
  /** Reads an image before all others; false if there is no such image. */
  readonly readFirst: (digest: string) => Promise<boolean>;
}

/** The API and the pages of a fleet: each question at one path of both. */
export function fleetApp({ answers, root, version, isOwnHost, readFirst }: FleetAppOptions): OpenAPIHono {
  const app = new OpenAPIHono();
  const menu = pages
    .flatMap(({ menu: entry, question }) => (entry === undefined ? [] : [{ ...entry, question }]))
    .sort((a, b) => a.order - b.order)
    .map(({ title, question }) => ({ title, address: `${root}${pagePath(answers, question).slice(1)}` }));

  app.use(async (context, next) => {
    for (const [name, value] of Object.entries(headers)) context.header(name, value);
    if (!isOwnHost(context.req.header("host") ?? "")) return context.text("hullproof serves this machine only\n", 421);
    if (context.req.header("sec-fetch-site") === "cross-site") return context.text("another site asked for it\n", 403);
    return next();
  });
  app.onError((error, context) => {
    const hint =
      error instanceof Failure
        ? error.hint
        : "The database may be away: look at what the fleet printed, and ask again.";
    if (context.req.path.startsWith(`${root}api/`)) return context.json({ error: error.message, hint }, 503);
    const links = fleetLinks(root, new URL(context.req.url));
    return context.html(renderFleetNotice("No answer", `${error.message}. ${hint ?? ""}`, links, menu), 503);
  });
  app.notFound((context) => context.text("the address is the one that hullproof printed\n", 404));

  const api = `${root}api/v1`;
  app.get(`${root}api/v1/openapi.json`, (context) => context.json(openApiDocument(answers.questions, version)));
  for (const question of answers.questions) {
    app.get(api + honoPath(question), (context) =>
      respond(context, question, answers, {
        answer: (answer) => context.json(answer),
        missing: () => context.json({ error: `there is no such ${question.name}` }, 404),
        refused: ({ message, hint }) => context.json({ error: message, hint }, 400),
      }),
    );
    const page = pages.find((one) => one.question === question.name);
    if (page !== undefined) addPage(page, question);
  }
  app.post(`${api}/images/:digest/read`, async (context) => {
    const isKnown = await readFirst(context.req.param("digest"));
    return isKnown ? context.json({ queued: true }, 202) : context.json({ error: "there is no such image" }, 404);
  });
  app.get(`${root}find`, (context) => context.redirect(root + findPath(context.req.query("text") ?? "")));
  return app;

  function addPage(page: FleetPage, question: FleetQuestion): void {
    app.get(root + pageRoute(question).slice(1), (context) => {
      const links = fleetLinks(root, new URL(context.req.url));
      return respond(context, question, answers, {
        answer: (answer) => context.html(renderFleetPage(page, escapeReport(answer), links, menu)),
        missing: () =>
          context.html(renderFleetNotice("Not known here", "Nothing of that name was seen.", links, menu), 404),
        refused: ({ message, hint }) =>
          context.html(renderFleetNotice("Not understood", `${message}. ${hint}`, links, menu), 400),
      });
    });
  }
}

interface Responses {
  readonly answer: (answer: Answer) => Response;
  readonly missing: () => Response;
  readonly refused: (failure: Failure) => Response;
}

async function respond(
  context: HonoContext,
  question: FleetQuestion,
  answers: FleetAnswers,
  { answer: answerWith, missing, refused }: Responses,
): Promise<Response> {
  try {
    const answer = await answers.ask(question, {
      ...context.req.query(),
      ...(context.req.param() as Record<string, string>),
    });
    return answer === undefined ? missing() : answerWith(answer);
  } catch (error) {
    if (error instanceof Failure && error.code === "bad-usage") return refused(error);
    throw error;
  }
}

/** `/vulnerabilities/{id}` as the router has it. */
function honoPath({ path }: FleetQuestion): string {
  return path.replaceAll(/\{([a-z]+)\}/g, ":$1");
}

function pageRoute(question: FleetQuestion): string {
  return question.name === "start" ? "/" : honoPath(question);
}

function pagePath({ questions }: FleetAnswers, name: string): string {
  const question = questions.find((one) => one.name === name);
  return question === undefined ? "/" : pageRoute(question);
}
