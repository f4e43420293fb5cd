import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { moduleInfo } from "../../../../test/formats/hollow-jar.ts";
import { relocatedFolders } from "./class-folders.ts";
import { splitFileName } from "./file-name.ts";
import { groupsOfName } from "./groups-of-name.ts";
import { knownGroups } from "./known-groups.ts";
import { moduleNameOf } from "./module-name.ts";

describe("parts of names", () => {
  it.each([
    ["io.micronaut.security.micronaut_security_jwt", "micronaut-security-jwt", "io.micronaut.security"],
    [
      "io.micronaut.sourcegen.sourcegen_bytecode_writer",
      "micronaut-sourcegen-bytecode-writer",
      "io.micronaut.sourcegen",
    ],
    ["com.github.luben.zstd_jni", "zstd-jni", "com.github.luben"],
    ["org.apache.tomcat-annotations-api", "tomcat-annotations-api", "org.apache.tomcat"],
    ["io.grpc.netty.shaded", "grpc-netty-shaded", "io.grpc"],
    ["org.aspectj.weaver", "aspectjweaver", "org.aspectj"],
    ["com.google.guava", "guava", "com.google.guava"],
    ["com.rabbitmq.client", "amqp-client", "com.rabbitmq"],
    ["org.apache.logging.log4j.core", "log4j-core", "org.apache.logging.log4j"],
  ])("%s of %s begins with %s", (name, artifact, group) => {
    expect(groupsOfName(name, artifact)[0]?.group).toBe(group);
  });

  it.each([
    ["netty-4.1.100.Final-linux-x86_64.jar", [], "netty", "4.1.100.Final"],
    ["flink-shaded-guava-31.1-jre-17.0.jar", [], "flink-shaded-guava", "31.1-jre-17.0"],
    ["jsp-api-2.1-6.1.14.jar", ["6.1.14"], "jsp-api-2.1", "6.1.14"],
    ["guice-4.2.3-no_aop.jar", [], "guice", "4.2.3"],
    ["spark-streaming-kafka-0-10_2.13-4.2.0.jar", [], "spark-streaming-kafka-0-10_2.13", "4.2.0"],
    ["iceberg-spark-runtime-3.5_2.12-1.9.0.jar", [], "iceberg-spark-runtime-3.5_2.12", "1.9.0"],
    ["kubernetes-httpclient-vertx-5-7.8.0.jar", [], "kubernetes-httpclient-vertx-5", "7.8.0"],
    ["beam-vendor-guava-32_1_2-jre-0.1.jar", [], "beam-vendor-guava-32_1_2-jre", "0.1"],
    ["javafx-graphics-21.0.1-linux.jar", [], "javafx-graphics", "21.0.1"],
    ["lwjgl-3.3.3-natives-windows.jar", [], "lwjgl", "3.3.3"],
    ["stax-api-1.0-2.jar", [], "stax-api", "1.0-2"],
    ["zstd-jni-1.5.5-11.jar", [], "zstd-jni", "1.5.5-11"],
    ["servlet-api-2.5-20081211.jar", [], "servlet-api", "2.5-20081211"],
    ["x.jar", ["1.0"], "x", undefined],
    ["1.0.jar", ["1.0"], "1.0", undefined],
  ])("%s with %o is %s and %s", (file, versions, artifactId, version) => {
    expect(splitFileName(file, versions)).toMatchObject({ artifactId, ...(version && { version }) });
    if (version === undefined) expect(splitFileName(file, versions).version).toBeUndefined();
  });

  it("returns a group that is a part of the name for any text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "org", ".", "-", "_", "apache") }),
        fc.string(),
        (name, artifact) => {
          for (const { group, fit } of groupsOfName(name, artifact)) {
            expect(name.startsWith(group)).toBe(true);
            expect(fit).toBeGreaterThan(0);
          }
        },
      ),
    );
  });

  it("reads a module's name from its compiled declaration, or none", () => {
    expect(moduleNameOf(moduleInfo("org.acme.io"))).toBe("org.acme.io");
    const whole = moduleInfo("org.acme.io");
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(whole.length - 1), fc.nat(255), (end, at, byte) => {
        const copy = Buffer.from(whole);
        copy[at] = byte;
        const name = moduleNameOf(copy.subarray(0, end));
        expect(name === undefined || typeof name === "string").toBe(true);
      }),
    );
  });
});

describe("the table of groups", () => {
  it("has valid rows and finds them by name, version and pattern", () => {
    expect(knownGroups("spring-boot-starter-web", "3.5.7")[0]?.group).toBe("org.springframework.boot");
    expect(knownGroups("spring-boot-admin-server", "3")[0]?.group).toBe("de.codecentric");
    expect(knownGroups("dom4j", "1.6.1")[0]?.group).toBe("dom4j");
    expect(knownGroups("dom4j", "2.1.4")[0]?.group).toBe("org.dom4j");
    expect(knownGroups("constructor", "1")).toEqual([]);
  });

  it("recognizes folders of relocated copies", () => {
    const folders = (...names: string[]) => relocatedFolders(new Map(names.map((name) => [name, 1])));
    expect(folders("org/apache/kafka/shaded/com/google/protobuf", "aj/org/objectweb/asm/x")).toEqual([
      "com/google/protobuf",
      "org/objectweb",
    ]);
    expect(
      folders("org/springframework/boot/io/x", "com/acme/net/http", "reactor/io/net/http", "com/google/common/io"),
    ).toEqual([]);
  });
});
