package io.parley.ejb.admin;

import io.parley.persistence.admin.AdminSession;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.http.Response;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jspecify.annotations.Nullable;

/**
 * The enterprise's identity provider: OpenID Connect, authorization code flow with PKCE (RFC 7636) and a nonce. Parley asks it
 * nothing until somebody wants to sign in, and only where it is configured.
 */
@Named("oidc")
@ApplicationScoped
public class OidcProvider {

    /** The person that the provider has identified, and the roles of that person here. The name is as the provider gave it. */
    public record Person(AdminSession.Identity identity, String username, Set<String> roles) {}

    /**
     * The values that must be the same at the end of the flow as at its beginning; kept by the browser in between.
     *
     * @param verifier of PKCE
     */
    public record Flow(String state, String nonce, String verifier) {}

    private static final System.Logger LOG = System.getLogger(OidcProvider.class.getName());

    /** Of a subject, in characters: OpenID Connect Core 1.0, section 2. */
    private static final int LONGEST_SUBJECT = 255;

    /** Of a reason in the log, in characters. */
    private static final int LONGEST_REASON = 500;

    private final Optional<String> issuer;
    private final String clientId;
    private final Optional<String> clientSecret;
    private final String scope;
    private final String usernameClaim;
    private final String rolesClaim;

    /** {@code group=role,group=role}; without it groups must be called like the roles. */
    private final Optional<String> roleMap;

    private final ProviderHttp http;

    private volatile @Nullable JsonObject discovered;
    private volatile @Nullable HttpsJwks keys;

    @Inject
    public OidcProvider(
            @ConfigProperty(name = "parley.oidc.issuer") Optional<String> issuer,
            @ConfigProperty(name = "parley.oidc.client-id", defaultValue = "parley") String clientId,
            @ConfigProperty(name = "parley.oidc.client-secret") Optional<String> clientSecret,
            @ConfigProperty(name = "parley.oidc.scope", defaultValue = "openid profile") String scope,
            @ConfigProperty(name = "parley.oidc.username-claim", defaultValue = "preferred_username")
                    String usernameClaim,
            @ConfigProperty(name = "parley.oidc.roles-claim", defaultValue = "groups") String rolesClaim,
            @ConfigProperty(name = "parley.oidc.role-map") Optional<String> roleMap,
            ProviderHttp http) {
        this.issuer = issuer;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.scope = scope;
        this.usernameClaim = usernameClaim;
        this.rolesClaim = rolesClaim;
        this.roleMap = roleMap;
        this.http = http;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected OidcProvider() {
        this(null, null, null, null, null, null, null, null);
    }

    public boolean isOn() {
        return issuer.isPresent();
    }

    /** The address at which the browser signs in. */
    public String authorization(Flow flow, String redirectUri) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", clientId);
        query.put("redirect_uri", redirectUri);
        query.put("scope", scope);
        query.put("state", flow.state());
        query.put("nonce", flow.nonce());
        query.put("code_challenge", challenge(flow.verifier()));
        query.put("code_challenge_method", "S256");
        String endpoint = text(discovery(), "authorization_endpoint");
        return endpoint + (endpoint.contains("?") ? "&" : "?") + form(query);
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Trades the code for the person. */
    public Person person(String code, Flow flow, String redirectUri) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("grant_type", "authorization_code");
        body.put("code", code);
        body.put("redirect_uri", redirectUri);
        body.put("code_verifier", flow.verifier());
        body.put("client_id", clientId);
        HttpRequest.Builder request = request(text(discovery(), "token_endpoint"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(body)));
        clientSecret.ifPresent(secret -> request.header(
                "Authorization",
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString((encode(clientId) + ":" + encode(secret))
                                        .getBytes(StandardCharsets.US_ASCII))));
        return person(verified(text(json(request.build()), "id_token")), flow.nonce());
    }

    private Person person(JwtClaims claims, String nonce) {
        try {
            if (!nonce.equals(claims.getStringClaimValue("nonce"))) {
                throw failed("the nonce is another one");
            }
            String name = claims.getStringClaimValue(usernameClaim);
            if (name == null || name.isBlank() || name.length() > PasswordHash.LONGEST_NAME) {
                throw failed("no claim " + usernameClaim);
            }
            String subject = claims.getSubject();
            if (subject.isBlank()
                    || subject.length() > LONGEST_SUBJECT
                    || !PasswordHash.printable(subject).equals(subject)) {
                throw failed("a subject that is too long or has a control character");
            }
            List<String> groups = claims.hasClaim(rolesClaim) ? claims.getStringListClaimValue(rolesClaim) : List.of();
            Map<String, String> roles = roles();
            return new Person(
                    new AdminSession.Identity(claims.getIssuer(), subject),
                    name,
                    groups.stream()
                            .filter(roles::containsKey)
                            .map(roles::get)
                            .collect(Collectors.toCollection(TreeSet::new)));
        } catch (MalformedClaimException e) {
            throw failed(e.toString());
        }
    }

    private Map<String, String> roles() {
        Map<String, String> roles = new HashMap<>();
        if (roleMap.isEmpty()) {
            Roles.ALL.forEach(role -> roles.put(role, role));
        } else {
            for (String pair : roleMap.get().split(",")) {
                int middle = pair.lastIndexOf('=');
                if (middle > 0) {
                    roles.put(
                            pair.substring(0, middle).strip(),
                            pair.substring(middle + 1).strip());
                }
            }
        }
        return roles;
    }

    private JwtClaims verified(String idToken) {
        try {
            return new JwtConsumerBuilder()
                    .setExpectedIssuer(issuer.orElseThrow())
                    .setExpectedAudience(clientId)
                    .setRequireExpirationTime()
                    .setRequireIssuedAt()
                    .setRequireSubject()
                    .setAllowedClockSkewInSeconds(30)
                    .setJwsAlgorithmConstraints(
                            AlgorithmConstraints.ConstraintType.PERMIT, "RS256", "PS256", "ES256", "ES384", "RS512")
                    .setVerificationKeyResolver(new HttpsJwksVerificationKeyResolver(keys()))
                    .build()
                    .processToClaims(idToken);
        } catch (InvalidJwtException e) {
            throw failed(String.valueOf(e.getErrorDetails()));
        }
    }

    /** Read without a lock: who comes at the same time reads it too. */
    private HttpsJwks keys() {
        HttpsJwks known = keys;
        if (known == null) {
            known = new HttpsJwks(text(discovery(), "jwks_uri"));
            known.setSimpleHttpGet(location -> new Response(
                    200, "OK", Map.of(), http.send(request(location).build())));
            keys = known;
        }
        return known;
    }

    /** Read without a lock, as the keys. */
    private JsonObject discovery() {
        JsonObject known = discovered;
        if (known == null) {
            String base = issuer.orElseThrow(() -> failed("not configured"));
            known = json(request(base.replaceAll("/$", "") + "/.well-known/openid-configuration")
                    .build());
            if (!base.equals(text(known, "issuer"))) {
                throw failed("it calls itself another issuer");
            }
            discovered = known;
        }
        return known;
    }

    private static HttpRequest.Builder request(String address) {
        try {
            return HttpRequest.newBuilder(URI.create(address));
        } catch (IllegalArgumentException e) {
            throw failed("no address: " + address);
        }
    }

    private static String text(JsonObject answer, String name) {
        if (answer.get(name) instanceof JsonString text) {
            return text.getString();
        }
        throw failed("no text " + name + " in its answer");
    }

    private JsonObject json(HttpRequest request) {
        try (var reader = Json.createReader(new StringReader(http.send(request)))) {
            return reader.readObject();
        } catch (IOException | JsonException | IllegalStateException e) {
            throw failed(request.uri().getPath() + ": " + e);
        }
    }

    /** The reason is for the operator's log; whoever signs in learns that it failed. */
    private static Refused failed(String why) {
        String text = PasswordHash.printable(why);
        LOG.log(
                System.Logger.Level.WARNING,
                "PARLEY1021 sign-in through the identity provider failed: {0}",
                text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text);
        return new Refused(Refusal.SIGN_IN_FAILED);
    }

    private static String form(Map<String, String> values) {
        return values.entrySet().stream()
                .map(each -> each.getKey() + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
