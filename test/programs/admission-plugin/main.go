// Loads a ValidatingAdmissionPolicy and its binding into the plugin that an API server loads them into (k8s.io/apiserver) and asks it about pods.
//
// Standard input: {"policy": YAML of both, "requests": [{"pod", "old", "subresource", "labels"}]}; `old` makes an update of it, `labels` are those of
// the namespace. Standard output: {"warnings": of the type check, "answers": [why the request is refused, or ""]}.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	registration "k8s.io/api/admissionregistration/v1"
	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizerfactory"
	"k8s.io/apiserver/pkg/cel/openapi/resolver"
	"k8s.io/client-go/discovery"
	dynamicfake "k8s.io/client-go/dynamic/fake"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/openapi"
	"k8s.io/client-go/openapi/openapitest"
	"sigs.k8s.io/yaml"
)

type question struct {
	Policy   string
	Requests []struct {
		Pod, Old    *core.Pod
		Subresource string
		Labels      map[string]string
	}
}

// The schemas of the API that client-go has for its own tests.
type withSchemas struct{ discovery.DiscoveryInterface }

func (withSchemas) OpenAPIV3() openapi.Client { return openapitest.NewEmbeddedFileClient() }

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func main() {
	var asked question
	must(json.NewDecoder(os.Stdin).Decode(&asked))
	policy, binding := read(asked.Policy)
	objects := []runtime.Object{policy, binding}
	for at, request := range asked.Requests {
		objects = append(objects, &core.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace(at), Labels: request.Labels}})
	}
	client := fake.NewSimpleClientset(objects...)
	version := schema.GroupVersion{Version: "v1"}
	mapper := meta.NewDefaultRESTMapper([]schema.GroupVersion{version})
	mapper.Add(version.WithKind("Pod"), meta.RESTScopeNamespace)

	checker := validating.TypeChecker{
		SchemaResolver: &resolver.ClientDiscoveryResolver{Discovery: withSchemas{client.Discovery()}},
		RestMapper:     mapper,
	}
	warnings := checker.Check(policy)
	// One that the checker must not pass: it has the schema of a pod.
	wrong := policy.DeepCopy()
	wrong.Spec.Validations = []registration.Validation{{Expression: "object.spec.hostPid"}}
	if len(checker.Check(wrong)) == 0 {
		must(fmt.Errorf("types were not checked"))
	}

	plugin, err := validating.NewPlugin(nil)
	must(err)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	factory := informers.NewSharedInformerFactory(client, 0)
	plugin.SetExternalKubeInformerFactory(factory)
	plugin.SetExternalKubeClientSet(client)
	plugin.SetDynamicClient(dynamicfake.NewSimpleDynamicClient(scheme.Scheme))
	plugin.SetRESTMapper(mapper)
	plugin.SetAuthorizer(authorizerfactory.NewAlwaysAllowAuthorizer())
	plugin.SetDrainedNotification(ctx.Done())
	must(plugin.ValidateInitialization())
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())

	answers := []string{}
	for at, request := range asked.Requests {
		operation, old, options := admission.Create, runtime.Object(nil), runtime.Object(&metav1.CreateOptions{})
		if request.Old != nil {
			operation, old, options = admission.Update, request.Old, &metav1.UpdateOptions{}
		}
		attributes := admission.NewAttributesRecord(request.Pod, old, version.WithKind("Pod"), namespace(at), request.Pod.Name,
			version.WithResource("pods"), request.Subresource, operation, options, false, &user.DefaultInfo{Name: "someone"})
		answer := ""
		if err := plugin.Validate(ctx, attributes, admission.NewObjectInterfacesFromScheme(scheme.Scheme)); err != nil {
			answer = err.Error()
		}
		answers = append(answers, answer)
	}
	must(json.NewEncoder(os.Stdout).Encode(map[string]any{"warnings": warnings, "answers": answers}))
}

func namespace(at int) string { return fmt.Sprintf("n%d", at) }

// Both objects, read strictly and with what an API server writes where nothing is said.
func read(text string) (*registration.ValidatingAdmissionPolicy, *registration.ValidatingAdmissionPolicyBinding) {
	var policy registration.ValidatingAdmissionPolicy
	var binding registration.ValidatingAdmissionPolicyBinding
	first, second, _ := strings.Cut(text, "\n---\n")
	must(yaml.UnmarshalStrict([]byte(first), &policy))
	must(yaml.UnmarshalStrict([]byte(second), &binding))
	scope, match := registration.AllScopes, registration.Equivalent
	for at := range policy.Spec.MatchConstraints.ResourceRules {
		rule := &policy.Spec.MatchConstraints.ResourceRules[at]
		if rule.Scope == nil {
			rule.Scope = &scope
		}
	}
	for _, one := range []*registration.MatchResources{policy.Spec.MatchConstraints, binding.Spec.MatchResources} {
		if one.MatchPolicy == nil {
			one.MatchPolicy = &match
		}
		if one.NamespaceSelector == nil {
			one.NamespaceSelector = &metav1.LabelSelector{}
		}
		if one.ObjectSelector == nil {
			one.ObjectSelector = &metav1.LabelSelector{}
		}
	}
	return &policy, &binding
}
