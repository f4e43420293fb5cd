import { expect, it } from "vitest";
import { hollowJar } from "../../../../test/formats/hollow-jar.ts";
import { memoryBody } from "../../../sources/image/bodies/file-body.ts";
import { readJar } from "../maven/read-jar.ts";
import runtimes from "../ecosystems/runtimes.ts";

const read = (path: string, text = "") => {
  const bytes = Buffer.from(text);
  const file = { path, size: bytes.length, mode: 0o644 };
  if (runtimes.wants?.(file) !== true) return "not wanted";
  const [one] = runtimes.read(file, memoryBody(bytes))?.packages ?? [];
  return one === undefined ? undefined : `${one.name} ${one.version}`;
};

it.each([
  ["/opt/kafka/libs/kafka_2.13-4.1.0.jar", "", "kafka 4.1.0"],
  ["/opt/kafka_2.13-3.9.1/libs/kafka_2.13-3.9.1.jar", "", "kafka 3.9.1"],
  ["/opt/kafka/libs/kafka_2.13-4.1.0-test.jar", "", "not wanted"],
  ["/app/lib/kafka_2.13-4.1.0.jar", "", "not wanted"],
  ["/opt/kafka/libs/kafka-clients-4.1.0.jar", "", "not wanted"],
  ["/usr/share/elasticsearch/lib/elasticsearch-8.15.0.jar", "", "elasticsearch 8.15.0"],
  ["/app/lib/elasticsearch-8.15.0.jar", "", "not wanted"],
  ["/usr/share/opensearch/lib/opensearch-2.19.1.jar", "", "opensearch 2.19.1"],
  ["/usr/share/logstash/versions.yml", "---\nlogstash: 8.15.0\nlogstash-core: 8.15.0\n", "logstash 8.15.0"],
  ["/usr/share/logstash/versions.yml", "logstash-core: 8.15.0\n", undefined],
  ["/var/jenkins_home/war/WEB-INF/lib/jenkins-core-2.528.1.jar", "", "jenkins 2.528.1"],
  [
    "/opt/jboss/wildfly/modules/system/layers/base/org/jboss/as/ee/main/wildfly-ee-37.0.1.Final.jar",
    "",
    "wildfly 37.0.1",
  ],
  ["/usr/local/jetty/lib/jetty-server-12.0.16.jar", "", "jetty 12.0.16"],
  ["/usr/local/jetty/lib/jetty-server-9.4.57.v20241219.jar", "", "jetty 9.4.57.v20241219"],
  ["/app/lib/jetty-server-12.0.16.jar", "", "not wanted"],
  ["/opt/apache-activemq/lib/activemq-broker-6.1.4.jar", "", "activemq 6.1.4"],
  ["/var/lib/neo4j/lib/neo4j-kernel-5.26.0.jar", "", "neo4j 5.26.0"],
  ["/opt/nifi/nifi-current/lib/nifi-framework-api-2.1.0.jar", "", "nifi 2.1.0"],
  ["/opt/spark/jars/spark-core_2.12-3.5.1.jar", "", "spark 3.5.1"],
  ["/usr/lib/python3/site-packages/pyspark/jars/spark-core_2.12-3.5.1.jar", "", "not wanted"],
  ["/opt/flink/lib/flink-dist-1.20.0.jar", "", "flink 1.20.0"],
  ["/opt/keycloak/version.txt", "Keycloak - Version 26.0.5\n", "keycloak 26.0.5"],
])("%s is %s%s", (path, text, expected) => {
  expect(read(path, text)).toBe(expected);
});

it("recognizes jenkins.war but not a plug-in that names its required version", () => {
  const war = hollowJar({
    manifest: ["Main-Class: executable.Main", "Jenkins-Version: 2.528.1", "Implementation-Version: 2.528.1"],
  });
  expect(readJar("jenkins.war", memoryBody(war)).packages?.[0]).toEqual({
    name: "jenkins",
    version: "2.528.1",
    purlType: "generic",
  });
  const plugin = hollowJar({
    manifest: [
      "Jenkins-Version: 2.528.1",
      "Short-Name: git",
      "Group-Id: org.jenkins-ci.plugins",
      "Plugin-Version: 5.2.0",
    ],
  });
  expect(readJar("git.jpi", memoryBody(plugin)).packages?.map(({ name, version }) => `${name} ${version}`)).toEqual([
    "org.jenkins-ci.plugins:git 5.2.0",
  ]);
});
