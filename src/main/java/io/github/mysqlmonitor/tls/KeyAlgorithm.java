package io.github.mysqlmonitor.tls;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** What the JDK calls the algorithms of keys, and whether two keys belong together. */
final class KeyAlgorithm {
    private static final PSSParameterSpec PSS_SHA256 =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC);

    private KeyAlgorithm() {}

    /** For people: {@code RSA 2048}, {@code RSASSA-PSS 3072}, {@code EC 256}, {@code Ed25519}. */
    static String describe(Key key) {
        if (key instanceof RSAKey rsa) {
            return key.getAlgorithm() + " " + rsa.getModulus().bitLength();
        }
        if (key instanceof ECKey ec) {
            return "EC " + ec.getParams().getCurve().getField().getFieldSize();
        }
        return key instanceof EdECKey edwards ? edwards.getParams().getName() : key.getAlgorithm();
    }

    /** Whether both are halves of one pair. RSA keys tell that themselves, others show it by a signature. */
    static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
        if (!privateKey.getAlgorithm().equals(publicKey.getAlgorithm())) {
            return false;
        }
        if (privateKey instanceof RSAPrivateCrtKey rsa && publicKey instanceof RSAPublicKey half) {
            return rsa.getModulus().equals(half.getModulus())
                    && rsa.getPublicExponent().equals(half.getPublicExponent());
        }
        byte[] probe = publicKey.getEncoded();
        try {
            Signature signer = signature(privateKey);
            signer.initSign(privateKey);
            signer.update(probe);
            byte[] signed = signer.sign();
            Signature verifier = signature(privateKey);
            verifier.initVerify(publicKey);
            verifier.update(probe);
            return verifier.verify(signed);
        } catch (GeneralSecurityException e) {
            // Keys of different sizes or curves end here; either way they are no pair.
            return false;
        }
    }

    private static Signature signature(Key key) throws GeneralSecurityException {
        switch (key.getAlgorithm()) {
            case "RSA":
                return Signature.getInstance("SHA256withRSA");
            case "EC":
                return Signature.getInstance("SHA256withECDSA");
            case "RSASSA-PSS":
                Signature pss = Signature.getInstance("RSASSA-PSS");
                AlgorithmParameterSpec bound = ((RSAKey) key).getParams();
                pss.setParameter(bound == null ? PSS_SHA256 : bound);
                return pss;
            default:
                return Signature.getInstance(key.getAlgorithm());
        }
    }
}
