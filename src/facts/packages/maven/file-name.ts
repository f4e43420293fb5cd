/** A name of a Java archive taken apart. */
export interface FileName {
  /** Without its ending: `netty-4.1.100.Final-linux-x86_64`. */
  readonly base: string;
  readonly artifactId: string;
  readonly version?: string;
}

/**
 * `commons-lang3-3.17.0.jar`: everything before the first dash that a digit follows is the artifact, unless a word of an artifact comes
 * after that (`log4j-1.2-api-2.25.3`, `hibernate-jpa-2.1-api-1.0.2.Final`), or `version`, which the manifest has, ends the name.
 * Eclipse joins both by an underscore: `org.eclipse.jgit_6.0.0.202111291000-r`.
 */
export function splitFileName(fileName: string, versions: readonly string[] = []): FileName {
  // A browser and a file manager mark their second copy.
  const base = fileName.replace(/\.[A-Za-z]+$/, "").replace(/ ?(?:\(\d{1,3}\)|- Copy)$/, "");
  for (const version of versions) {
    if (!/^v?\d/.test(version) || base.length <= version.length + 1 || !base.endsWith(`-${version}`)) continue;
    return { base, artifactId: base.slice(0, -version.length - 1), version };
  }
  const end = endOfArtifact(base);
  if (end === 0) {
    const joined = base.search(/_\d+\.\d+\.\d/);
    return joined > 0
      ? { base, artifactId: base.slice(0, joined), version: base.slice(joined + 1) }
      : { base, artifactId: base };
  }
  const version = base.slice(end + 1);
  return { base, artifactId: base.slice(0, end), version: withoutClassifier(version, versions) };
}

/** Offset of the dash before the version; 0 for none. */
function endOfArtifact(base: string): number {
  // A version of Scala ends the artifact: `spark-streaming-kafka-0-10_2.13-4.2.0`.
  const scala = /_(?:2\.\d+|3)(?=-v?\d)/.exec(base);
  if (scala !== null && scala.index > 0) return scala.index + scala[0].length;
  // Of `beam-vendor-guava-32_1_2-jre-0.1` and `kubernetes-httpclient-vertx-5-7.8.0` the first number is the artifact's.
  const dash = base.slice(1).search(/-v?\d(?!\d*_\d|\d?-\d+\.\d)/) + 1;
  if (dash === 0) return base.slice(1).search(/-v?\d/) + 1;
  const later = base.slice(dash).search(/-(?:api|spec|compat|bridge|impl)-v?\d/);
  return later === -1 ? dash : base.indexOf("-", dash + later + 1);
}

/** `4.1.100.Final-linux-x86_64`: a classifier follows the version, which the manifest has alone, or which is one of the usual ones. */
function withoutClassifier(version: string, versions: readonly string[]): string {
  const manifestVersion = versions.find((candidate) => version.startsWith(`${candidate}-`));
  if (manifestVersion !== undefined) return manifestVersion;
  const mark = version.search(
    /-(?:all|shaded|uber|fat|jar-with-dependencies|no_aop|sources|tests|javadoc|runner|exec|natives|(?:linux|osx|mac|win|windows|macos)(?=-|$))/,
  );
  return mark > 0 ? version.slice(0, mark) : version;
}
