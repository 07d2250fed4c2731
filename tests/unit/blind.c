/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Blind signatures: the vector of RFC 9474, appendix A.1
 * (RSABSSA-SHA384-PSS-Randomized), and what must be refused. The voter's part
 * is tested where it is, in tests/http/secret.test.js and tests/web.
 */
#include "data/ballot_box.h"
#include "data/store.h"
#include "base/error.h"
#include "base/text.h"
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>
#include <string.h>

/* clang-format off */
static const char rfc_p[] = "e1f4d7a34802e27c7392a3cea32a262a34dc3691bd87f3f310dc75673488930559c120fd0410194fb8a0da55bd0b81227e843fdca6692ae80e5a5d41"
    "4116d4803fca7d8c30eaaae57e44a1816ebb5c5b0606c536246c7f11985d731684150b63c9a3ad9e41b04c0b5b27cb188a692c84696b742a80d3cd00"
    "ab891f2457443dadfeba6d6daf108602be26d7071803c67105a5426838e6889d77e8474b29244cefaf418e381b312048b457d73419213063c60ee7b0"
    "d81820165864fef93523c9635c22210956e53a8d96322493ffc58d845368e2416e078e5bcb5d2fd68ae6acfa54f9627c42e84a9d3f2774017e32ebca"
    "06308a12ecc290c7cd1156dcccfb2311";
static const char rfc_q[] = "c601a9caea66dc3835827b539db9df6f6f5ae77244692780cd334a006ab353c806426b60718c05245650821d39445d3ab591ed10a7339f15d83fe13f"
    "6a3dfb20b9452c6a9b42eaa62a68c970df3cadb2139f804ad8223d56108dfde30ba7d367e9b0a7a80c4fdba2fd9dde6661fc73fc2947569d2029f287"
    "0fc02d8325acf28c9afa19ecf962daa7916e21afad09eb62fe9f1cf91b77dc879b7974b490d3ebd2e95426057f35d0a3c9f45f79ac727ab81a519a8b"
    "9285932d9b2e5ccd347e59f3f32ad9ca359115e7da008ab7406707bd0e8e185a5ed8758b5ba266e8828f8d863ae133846304a2936ad7bc7c9803879d"
    "2fc4a28e69291d73dbd799f8bc238385";
static const char rfc_n[] = "aec4d69addc70b990ea66a5e70603b6fee27aafebd08f2d94cbe1250c556e047a928d635c3f45ee9b66d1bc628a03bac9b7c3f416fe20dabea8f3d7b"
    "4bbf7f963be335d2328d67e6c13ee4a8f955e05a3283720d3e1f139c38e43e0338ad058a9495c53377fc35be64d208f89b4aa721bf7f7d3fef837be2"
    "a80e0f8adf0bcd1eec5bb040443a2b2792fdca522a7472aed74f31a1ebe1eebc1f408660a0543dfe2a850f106a617ec6685573702eaaa21a5640a5dc"
    "af9b74e397fa3af18a2f1b7c03ba91a6336158de420d63188ee143866ee415735d155b7c2d854d795b7bc236cffd71542df34234221a0413e142d8c6"
    "1355cc44d45bda94204974557ac2704cd8b593f035a5724b1adf442e78c542cd4414fce6f1298182fb6d8e53cef1adfd2e90e1e4deec52999bdc6c29"
    "144e8d52a125232c8c6d75c706ea3cc06841c7bda33568c63a6c03817f722b50fcf898237d788a4400869e44d90a3020923dc646388abcc914315215"
    "fcd1bae11b1c751fd52443aac8f601087d8d42737c18a3fa11ecd4131ecae017ae0a14acfc4ef85b83c19fed33cfd1cd629da2c4c09e222b398e18d8"
    "22f77bb378dea3cb360b605e5aa58b20edc29d000a66bd177c682a17e7eb12a63ef7c2e4183e0d898f3d6bf567ba8ae84f84f1d23bf8b8e261c3729e"
    "2fa6d07b832e07cddd1d14f55325c6f924267957121902dc19b3b32948bdead5";
static const char rfc_d[] = "0d43242aefe1fb2c13fbc66e20b678c4336d20b1808c558b6e62ad16a287077180b177e1f01b12f9c6cd6c52630257ccef26a45135a990928773f3bd"
    "2fc01a313f1dac97a51cec71cb1fd7efc7adffdeb05f1fb04812c924ed7f4a8269925dad88bd7dcfbc4ef01020ebfc60cb3e04c54f981fdbd273e69a"
    "8a58b8ceb7c2d83fbcbd6f784d052201b88a9848186f2a45c0d2826870733e6fd9aa46983e0a6e82e35ca20a439c5ee7b502a9062e1066493bdadf8b"
    "49eb30d9558ed85abc7afb29b3c9bc644199654a4676681af4babcea4e6f71fe4565c9c1b85d9985b84ec1abf1a820a9bbebee0df1398aae2c85ab58"
    "0a9f13e7743afd3108eb32100b870648fa6bc17e8abac4d3c99246b1f0ea9f7f93a5dd5458c56d9f3f81ff2216b3c3680a13591673c43194d8e6fc93"
    "fc1e37ce2986bd628ac48088bc723d8fbe293861ca7a9f4a73e9fa63b1b6d0074f5dea2a624c5249ff3ad811b6255b299d6bc5451ba7477f19c5a0db"
    "690c3e6476398b1483d10314afd38bbaf6e2fbdbcd62c3ca9797a420ca6034ec0a83360a3ee2adf4b9d4ba29731d131b099a38d6a23cc463db754603"
    "211260e99d19affc902c915d7854554aabf608e3ac52c19b8aa26ae042249b17b2d29669b5c859103ee53ef9bdc73ba3c6b537d5c34b6d8f034671d7"
    "f3a8a6966cc4543df223565343154140fd7391c7e7be03e241f4ecfeb877a051";
static const char rfc_msg[] = "8f3dc6fb8c4a02f4d6352edf0907822c1210a9b32f9bdda4c45a698c80023aa6b59f8cfec5fdbb36331372ebefedae7d";
static const char rfc_msg_prefix[] = "8417e699b219d583fb6216ae0c53ca0e9723442d02f1d1a34295527e7d929e8b";
static const char rfc_input_msg[] = "8417e699b219d583fb6216ae0c53ca0e9723442d02f1d1a34295527e7d929e8b8f3dc6fb8c4a02f4d6352edf0907822c1210a9b32f9bdda4c45a698c"
    "80023aa6b59f8cfec5fdbb36331372ebefedae7d";
static const char rfc_blinded_msg[] = "aa3ee045138d874669685ffaef962c7694a9450aa9b4fd6465db9b3b75a522bb921c4c0fdcdfae9667593255099cff51f5d3fd65e8ffb9d3b3036252"
    "a6b51b6edfb3f40382b2bbf34c0055e4cbcc422850e586d84f190cd449af11dc65545f5fe26fd89796eb87da4bda0c545f397cddfeeb56f06e28135e"
    "c74fd477949e7677f6f36cfae8fd5c1c5898b03b9c244cf6d1a4fb7ad1cb43aff5e80cb462fac541e72f67f0a50f1843d1759edfaae92d1a916d3f0e"
    "faf4d650db416c3bf8abdb5414a78cebc97de676723cb119e77aea489f2bbf530c440ebc5a75dccd3ebf5a412a5f346badd61bee588e5917bdcce9dc"
    "33c882e39826951b0b8276c6203971947072b726e935816056ff5cb11a71ca2946478584126bb877acdf87255f26e6cca4e0878801307485d3b7bb89"
    "b289551a8b65a7a6b93db010423d1406e149c87731910306e5e410b41d4da3234624e74f92845183e323cf7eb244f212a695f8856c675fbc3a021ce6"
    "49e22c6f0d053a9d238841cf3afdc2739f99672a419ae13c17f1f8a3bc302ec2e7b98e8c353898b7150ad8877ec841ea6e4b288064c254fefd0d049c"
    "3ad196bf7ffa535e74585d0120ce728036ed500942fbd5e6332c298f1ffebe9ff60c1e117b274cf0cb9d70c36ee4891528996ec1ed0b178e9f3c0c0e"
    "6120885f39e8ccaadbb20f3196378c07b1ff22d10049d3039a7a92fe7efdd95d";
static const char rfc_blind_sig[] = "3f4a79eacd4445fca628a310d41e12fcd813c4d43aa4ef2b81226953248d6d00adfee6b79cb88bfa1f99270369fd063c023e5ed546719b0b2d143dd1"
    "bca46b0e0e615fe5c63d95c5a6b873b8b50bc52487354e69c3dfbf416e7aca18d5842c89b676efdd38087008fa5a810161fcdec26f20ccf2f1e6ab0f"
    "9d2bb93e051cb9e86a9b28c5bb62fd5f5391379f887c0f706a08bcc3b9e7506aaf02485d688198f5e22eefdf837b2dd919320b17482c5cc54271b4cc"
    "b41d267629b3f844fd63750b01f5276c79e33718bb561a152acb2eb36d8be75bce05c9d1b94eb609106f38226fb2e0f5cd5c5c39c59dda166862de49"
    "8b8d92f6bcb41af433d65a2ac23da87f39764cb64e79e74a8f4ce4dd567480d967cefac46b6e9c06434c3715635834357edd2ce6f105eea854ac126c"
    "cfa3de2aac5607565a4e5efaac5eed491c335f6fc97e6eb7e9cea3e12de38dfb315220c0a3f84536abb2fdd722813e083feda010391ac3d8fd1cd921"
    "2b5d94e634e69ebcc800c4d5c4c1091c64afc37acf563c7fc0a6e4c082bc55544f50a7971f3fb97d5853d72c3af34ffd5ce123998be5360d1059820c"
    "66a81e1ee6d9c1803b5b62af6bc877526df255b6d1d835d8c840bebbcd6cc0ee910f17da37caf8488afbc08397a1941fcc79e76a5888a95b3d5405e1"
    "3f737bea5c78d716a48eb9dc0aec8de39c4b45c6914ad4a8185969f70b1adf46";
static const char rfc_sig[] = "191e941c57510e22d29afad257de5ca436d2316221fe870c7cb75205a6c071c2735aed0bc24c37f3d5bd960ab97a829a508f966bbaed7a82645e65ea"
    "daf24ab5e6d9421392c5b15b7f9b640d34fec512846a3100b80f75ef51064602118c1a77d28d938f6efc22041d60159a518d3de7c4d840c9c6810967"
    "2d743d299d8d2577ef60c19ab463c716b3fa75fa56f5735349d414a44df12bf0dd44aa3e10822a651ed4cb0eb6f47c9bd0ef14a034a7ac2451e30434"
    "d513eb22e68b7587a8de9b4e63a059d05c8b22c7c51e2cfee2d8bef511412e93c859a13726d87c57d1bc4c2e68ab121562f839c3a3d233e87ed63c69"
    "b7e57525367753fbebcc2a9805a2802659f5888b2c69115bf865559f10d906c09d048a0d71bfee4b33857393ec2b69e451433496d02c9a7910abb954"
    "317720bbde9e69108eafc3e90bad3d5ca4066d7b1e49013fa04e948104a1dd82b12509ecb146e948c54bd8bfb5e6d18127cd1f7a93c3cf9f2d869d5a"
    "78878c03fe808a0d799e910be6f26d18db61c485b303631d3568368fc41986d08a95ea6ac0592240c19d7b22416b9c82ae6241e211dd5610d0baaa98"
    "23158f9c32b66318f5529491b7eeadcaa71898a63bac9d95f4aa548d5e97568d744fc429104e32edd9c87519892a198a30d333d427739ffb9607b092"
    "e910ae37771abf2adb9f63bc058bf58062ad456cb934679795bbdfcdfad5e0f2";
/* clang-format on */

typedef struct Bytes {
    guint8 at[1024];
    gsize count;
} Bytes;

static Bytes bytes_of(const char *hex)
{
    Bytes bytes = {.count = strlen(hex) / 2};
    g_assert_true(text_unhex(hex, bytes.at, bytes.count));
    return bytes;
}

static BIGNUM *number_of(const char *hex)
{
    BIGNUM *number = NULL;
    g_assert_cmpint(BN_hex2bn(&number, hex), >, 0);
    return number;
}

/* The RFC's key, with the halves that OpenSSL keeps for speed. */
static void rfc_key(GBytes **private_key, GBytes **public_key)
{
    BN_CTX *work = BN_CTX_new();
    BIGNUM *parts[] = {number_of(rfc_n), number_of("010001"), number_of(rfc_d), number_of(rfc_p), number_of(rfc_q), BN_new(), BN_new(),
                       BN_new()};
    static const char *const names[] = {OSSL_PKEY_PARAM_RSA_N,         OSSL_PKEY_PARAM_RSA_E,           OSSL_PKEY_PARAM_RSA_D,
                                        OSSL_PKEY_PARAM_RSA_FACTOR1,   OSSL_PKEY_PARAM_RSA_FACTOR2,     OSSL_PKEY_PARAM_RSA_EXPONENT1,
                                        OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1};
    for (int i = 0; i < 2; i++) {
        BIGNUM *less = BN_dup(parts[3 + i]);
        BN_sub_word(less, 1);
        BN_mod(parts[5 + i], parts[2], less, work);
        BN_free(less);
    }
    BN_mod_inverse(parts[7], parts[4], parts[3], work);
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
        g_assert_true(OSSL_PARAM_BLD_push_BN(build, names[i], parts[i]));
    OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(build);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    EVP_PKEY *key = NULL;
    g_assert_cmpint(EVP_PKEY_fromdata_init(context), >, 0);
    g_assert_cmpint(EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEYPAIR, params), >, 0);
    guint8 *secret = NULL, *open = NULL;
    int secret_count = i2d_PrivateKey(key, &secret), open_count = i2d_PUBKEY(key, &open);
    *private_key = g_bytes_new(secret, (gsize)secret_count);
    *public_key = g_bytes_new(open, (gsize)open_count);
    OPENSSL_free(secret);
    OPENSSL_free(open);
    EVP_PKEY_free(key);
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(build);
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
        BN_free(parts[i]);
    BN_CTX_free(work);
}

static void blind__signs_as_the_rfc_says(void)
{
    g_autoptr(GBytes) private_key = NULL, public_key = NULL;
    g_autoptr(GError) error = NULL;
    rfc_key(&private_key, &public_key);
    Bytes blinded = bytes_of(rfc_blinded_msg), expected = bytes_of(rfc_blind_sig);
    g_autoptr(GBytes) made = blind_sign(private_key, blinded.at, blinded.count, &error);
    g_assert_no_error(error);
    gsize count = 0;
    const void *at = g_bytes_get_data(made, &count);
    g_assert_cmpmem(at, count, expected.at, expected.count);
}

static void blind__verifies_as_the_rfc_says(void)
{
    g_autoptr(GBytes) private_key = NULL, public_key = NULL;
    rfc_key(&private_key, &public_key);
    Bytes prefix = bytes_of(rfc_msg_prefix), message = bytes_of(rfc_msg), input = bytes_of(rfc_input_msg), signature = bytes_of(rfc_sig);
    g_assert_cmpmem(input.at, BLIND_PREFIX_BYTES, prefix.at, prefix.count);
    g_assert_cmpmem(input.at + BLIND_PREFIX_BYTES, input.count - BLIND_PREFIX_BYTES, message.at, message.count);
    g_assert_true(blind_check(public_key, input.at, input.count, signature.at, signature.count));
    g_assert_false(blind_check(public_key, input.at, input.count - 1, signature.at, signature.count));
    g_assert_false(blind_check(public_key, input.at, input.count, signature.at, signature.count - 1));
    signature.at[100] ^= 1;
    g_assert_false(blind_check(public_key, input.at, input.count, signature.at, signature.count));
    signature.at[100] ^= 1;
    input.at[0] ^= 1;
    g_assert_false(blind_check(public_key, input.at, input.count, signature.at, signature.count));
}

static void blind__refuses_what_is_no_blinded_message(void)
{
    g_autoptr(GBytes) private_key = NULL, public_key = NULL, made = NULL;
    g_autoptr(GError) error = NULL;
    guint8 large[BLIND_BYTES];
    g_assert_true(blind_key_make(&private_key, &public_key, &error));
    memset(large, 0xFF, sizeof large); /* above the modulus */
    g_assert_null(blind_sign(private_key, large, sizeof large, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_WRONG_VALUE);
    g_clear_error(&error);
    g_assert_null(blind_sign(private_key, large, sizeof large - 1, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_WRONG_VALUE);
    g_clear_error(&error);
    large[0] = 0;
    made = blind_sign(private_key, large, sizeof large, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(g_bytes_get_size(made), ==, BLIND_BYTES);
}

static void blind__keys_are_new_each_time_and_only_a_key_of_rsa_signs(void)
{
    g_autoptr(GBytes) one = NULL, one_open = NULL, two = NULL, two_open = NULL;
    g_autoptr(GBytes) nonsense = g_bytes_new_static("no key", 6);
    g_autoptr(GError) error = NULL;
    guint8 blinded[BLIND_BYTES] = {0, 1};
    g_assert_true(blind_key_make(&one, &one_open, &error) && blind_key_make(&two, &two_open, &error));
    g_assert_false(g_bytes_equal(one, two));
    g_assert_false(g_bytes_equal(one_open, two_open));
    g_assert_null(blind_sign(nonsense, blinded, sizeof blinded, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_INTERNAL);
    g_assert_false(blind_check(nonsense, blinded, sizeof blinded, blinded, sizeof blinded));
}

/* A P-256 key of OpenSSL's own, and its signature as the page makes it: r and s, 32 bytes each. */
static void ballot__is_its_papers_holders_alone(void)
{
    static const char statement[] = "nghisu ballot 1\nvote\noption";
    guint8 serial[BALLOT_SERIAL_BYTES], signature[BALLOT_SIGNATURE_BYTES], der[128];
    gsize serial_count = 0, der_count = sizeof der;
    EVP_PKEY *key = EVP_EC_gen("P-256");
    EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, serial, sizeof serial, &serial_count);
    g_assert_cmpuint(serial_count, ==, BALLOT_SERIAL_BYTES);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    g_assert_cmpint(EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key), >, 0);
    g_assert_cmpint(EVP_DigestSign(context, der, &der_count, (const guint8 *)statement, strlen(statement)), >, 0);
    const guint8 *at = der;
    ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &at, (long)der_count);
    BN_bn2binpad(ECDSA_SIG_get0_r(pair), signature, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair), signature + 32, 32);
    g_assert_true(ballot_signature_check(serial, statement, signature));
    g_assert_false(ballot_signature_check(serial, "nghisu ballot 1\nvote\nanother", signature));
    signature[40] ^= 1;
    g_assert_false(ballot_signature_check(serial, statement, signature));
    signature[40] ^= 1;
    serial[10] ^= 1; /* off the curve */
    g_assert_false(ballot_signature_check(serial, statement, signature));
    memset(serial, 0, sizeof serial);
    g_assert_false(ballot_signature_check(serial, statement, signature));
    ECDSA_SIG_free(pair);
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
}

static void envelope__opens_only_with_its_boxs_key_for_its_vote(void)
{
    g_autoptr(GBytes) key = ballot_box_key_make(), other = ballot_box_key_make();
    Ballot ballot, again;
    guint8 envelope[BALLOT_ENVELOPE_BYTES], second[BALLOT_ENVELOPE_BYTES];
    memset(&ballot, 7, sizeof ballot);
    g_assert_true(ballot_seal(key, "vote", &ballot, envelope) && ballot_seal(key, "vote", &ballot, second));
    g_assert_cmpint(memcmp(envelope, second, sizeof envelope), !=, 0); /* the same ballot twice looks like two */
    g_assert_true(ballot_open(key, "vote", envelope, sizeof envelope, &again));
    g_assert_cmpmem(&again, sizeof again, &ballot, sizeof ballot);
    g_assert_false(ballot_open(other, "vote", envelope, sizeof envelope, &again));
    g_assert_false(ballot_open(key, "another", envelope, sizeof envelope, &again));
    g_assert_false(ballot_open(key, "vote", envelope, sizeof envelope - 1, &again));
    envelope[100] ^= 1;
    g_assert_false(ballot_open(key, "vote", envelope, sizeof envelope, &again));
}

static void tag__is_the_same_for_a_serial_and_says_nothing_without_the_key(void)
{
    g_autoptr(GBytes) key = ballot_box_key_make(), other = ballot_box_key_make();
    guint8 serial[BALLOT_SERIAL_BYTES] = {4, 1}, one[BALLOT_TAG_BYTES], two[BALLOT_TAG_BYTES];
    g_assert_true(ballot_tag(key, serial, one) && ballot_tag(key, serial, two));
    g_assert_cmpmem(one, sizeof one, two, sizeof two);
    g_assert_true(ballot_tag(other, serial, two));
    g_assert_cmpint(memcmp(one, two, sizeof one), !=, 0);
    serial[1] = 2;
    g_assert_true(ballot_tag(key, serial, two));
    g_assert_cmpint(memcmp(one, two, sizeof one), !=, 0);
}

static void vote_key__is_gone_when_it_is_destroyed(void)
{
    static const char vote[] = "0190A0A0-0000-7000-8000-000000000001";
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_dir_make_tmp("nghisu-vote-XXXXXX", NULL);
    g_autoptr(Store) store = store_open(folder, &error);
    g_autoptr(GBytes) key = ballot_box_key_make();
    g_assert_no_error(error);
    g_assert_null(store_vote_key_read(store, vote, "box", &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_true(store_vote_key_write(store, vote, "box", key, &error) && store_vote_key_write(store, vote, "paper", key, &error));
    g_autoptr(GBytes) read = store_vote_key_read(store, vote, "box", &error);
    g_assert_true(read && g_bytes_equal(read, key));
    g_auto(GStrv) votes = store_vote_key_list(store);
    g_assert_cmpuint(g_strv_length(votes), ==, 1);
    g_assert_true(store_vote_key_destroy(store, vote, "paper", &error) && store_vote_key_destroy(store, vote, "paper", &error));
    g_assert_null(store_vote_key_read(store, vote, "paper", NULL));
    g_clear_pointer(&read, g_bytes_unref);
    read = store_vote_key_read(store, vote, "box", &error);
    g_assert_nonnull(read);
    g_assert_true(store_vote_key_destroy(store, vote, NULL, &error));
    g_auto(GStrv) none = store_vote_key_list(store);
    g_assert_cmpuint(g_strv_length(none), ==, 0);
    g_assert_null(store_vote_key_read(store, "../signing", "ed25519", NULL));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/blind/signs_as_the_rfc_says", blind__signs_as_the_rfc_says);
    g_test_add_func("/blind/verifies_as_the_rfc_says", blind__verifies_as_the_rfc_says);
    g_test_add_func("/blind/refuses_what_is_no_blinded_message", blind__refuses_what_is_no_blinded_message);
    g_test_add_func("/blind/keys_are_new_each_time_and_only_a_key_of_rsa_signs", blind__keys_are_new_each_time_and_only_a_key_of_rsa_signs);
    g_test_add_func("/ballot/is_its_papers_holders_alone", ballot__is_its_papers_holders_alone);
    g_test_add_func("/envelope/opens_only_with_its_boxs_key_for_its_vote", envelope__opens_only_with_its_boxs_key_for_its_vote);
    g_test_add_func("/tag/is_the_same_for_a_serial_and_says_nothing_without_the_key",
                    tag__is_the_same_for_a_serial_and_says_nothing_without_the_key);
    g_test_add_func("/vote_key/is_gone_when_it_is_destroyed", vote_key__is_gone_when_it_is_destroyed);
    return g_test_run();
}
