package io.parley.ejb.admin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.parley.ejb.log.ServiceLogger;
import io.parley.persistence.admin.AdminSession;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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

    private static final ServiceLogger LOG = ServiceLogger.of(OidcProvider.class);

    /** Of a subject, in characters: OpenID Connect Core 1.0, section 2. */
    private static final int LONGEST_SUBJECT = 255;

    private static final int CLOCK_SKEW_SECONDS = 30;

    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS512, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.ES384);

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

    private volatile @Nullable OIDCProviderMetadata discovered;
    private volatile @Nullable JWKSet keys;

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
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE, Scope.parse(scope), new ClientID(clientId), uri(redirectUri))
                .endpointURI(required(discovery().getAuthorizationEndpointURI(), "authorization_endpoint"))
                .state(new State(flow.state()))
                .nonce(new Nonce(flow.nonce()))
                .codeChallenge(new CodeVerifier(flow.verifier()), CodeChallengeMethod.S256)
                .build()
                .toURI()
                .toString();
    }

    /** Trades the code for the person. */
    public Person person(String code, Flow flow, String redirectUri) {
        AuthorizationCodeGrant grant;
        Nonce nonce;
        try {
            grant = new AuthorizationCodeGrant(
                    new AuthorizationCode(code), uri(redirectUri), new CodeVerifier(flow.verifier()));
            nonce = new Nonce(flow.nonce());
        } catch (IllegalArgumentException e) {
            // A browser may send anything. The provider is not asked about it.
            throw failed("no flow of ours: " + e.getMessage());
        }
        URI endpoint = required(discovery().getTokenEndpointURI(), "token_endpoint");
        ClientID client = new ClientID(clientId);
        TokenRequest request = clientSecret
                .map(secret ->
                        new TokenRequest.Builder(endpoint, new ClientSecretBasic(client, new Secret(secret)), grant))
                .orElseGet(() -> new TokenRequest.Builder(endpoint, client, grant))
                .build();
        try {
            JWT token = required(
                    OIDCTokenResponse.parse(JSONObjectUtils.parse(send(request.toHTTPRequest())))
                            .getOIDCTokens()
                            .getIDToken(),
                    "id_token");
            return person(verified(token, nonce).toJWTClaimsSet());
        } catch (java.text.ParseException | ParseException e) {
            throw failed(endpoint.getPath() + ": " + e);
        }
    }

    private Person person(JWTClaimsSet claims) throws java.text.ParseException {
        String name = claims.getStringClaim(usernameClaim);
        if (name == null || name.isBlank() || name.length() > PasswordHash.LONGEST_NAME) {
            throw failed("no claim " + usernameClaim);
        }
        String subject = claims.getSubject();
        if (subject.isBlank()
                || subject.length() > LONGEST_SUBJECT
                || !PasswordHash.printable(subject).equals(subject)) {
            throw failed("a subject that is too long or has a control character");
        }
        List<String> groups = claims.getClaim(rolesClaim) == null ? List.of() : claims.getStringListClaim(rolesClaim);
        Map<String, String> roles = roles();
        return new Person(
                new AdminSession.Identity(claims.getIssuer(), subject),
                name,
                groups.stream()
                        .filter(roles::containsKey)
                        .map(roles::get)
                        .collect(Collectors.toCollection(TreeSet::new)));
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

    /** Verifies with the keys that are known, and with new ones where the provider has changed them. */
    private IDTokenClaimsSet verified(JWT token, Nonce nonce) {
        JWKSet known = keys;
        try {
            if (known != null) {
                return verified(token, nonce, known);
            }
        } catch (BadJOSEException | JOSEException e) {
            // perhaps the provider has newer keys
        }
        try {
            JWKSet fresh = JWKSet.parse(get(required(discovery().getJWKSetURI(), "jwks_uri")));
            IDTokenClaimsSet claims = verified(token, nonce, fresh);
            keys = fresh;
            return claims;
        } catch (BadJOSEException | JOSEException | java.text.ParseException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    private IDTokenClaimsSet verified(JWT token, Nonce nonce, JWKSet trusted) throws BadJOSEException, JOSEException {
        IDTokenValidator validator = new IDTokenValidator(
                new Issuer(issuer.orElseThrow()),
                new ClientID(clientId),
                new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(trusted)),
                null);
        validator.setMaxClockSkew(CLOCK_SKEW_SECONDS);
        return validator.validate(token, nonce);
    }

    /** Read without a lock: who comes at the same time reads it too. */
    private OIDCProviderMetadata discovery() {
        OIDCProviderMetadata known = discovered;
        if (known == null) {
            String base = issuer.orElseThrow(() -> failed("not configured"));
            try {
                known = OIDCProviderMetadata.parse(
                        get(uri(base.replaceAll("/$", "") + "/.well-known/openid-configuration")));
            } catch (ParseException e) {
                throw failed("its description: " + e.getMessage());
            }
            if (!base.equals(known.getIssuer().getValue())) {
                throw failed("it calls itself another issuer");
            }
            discovered = known;
        }
        return known;
    }

    /** The library gives null for what an answer leaves out. */
    private static <T> T required(@Nullable T found, String name) {
        if (found == null) {
            throw failed("no " + name + " in its answer");
        }
        return found;
    }

    private static URI uri(String address) {
        try {
            return URI.create(address);
        } catch (IllegalArgumentException e) {
            throw failed("no address: " + address);
        }
    }

    private String get(URI address) {
        return send(new HTTPRequest(HTTPRequest.Method.GET, address));
    }

    private String send(HTTPRequest request) {
        String body = request.getBody();
        try {
            HttpRequest.Builder sent = HttpRequest.newBuilder(request.getURI())
                    .method(
                            request.getMethod().name(),
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body));
            request.getHeaderMap().forEach((name, values) -> values.forEach(value -> sent.header(name, value)));
            return http.send(sent.build());
        } catch (IOException | IllegalArgumentException e) {
            throw failed(request.getURI().getPath() + ": " + e);
        }
    }

    /** The reason is for the operator's log; whoever signs in learns that it failed. */
    private static Refused failed(String why) {
        String text = PasswordHash.printable(why);
        LOG.providerSignInFailed(text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text);
        return new Refused(Refusal.SIGN_IN_FAILED);
    }
}
