#include "CCurl.h"

#include <dlfcn.h>

/* The headers put macros of these names before the variadic functions, to check their arguments. */
#undef curl_easy_setopt
#undef curl_easy_getinfo

#define FUNCTIONS(F)                                                                               \
    F(CURLcode, curl_global_init, (long))                                                          \
    F(CURL *, curl_easy_init, (void))                                                              \
    F(void, curl_easy_cleanup, (CURL *))                                                           \
    F(CURLcode, curl_easy_perform, (CURL *))                                                       \
    F(CURLcode, curl_easy_setopt, (CURL *, CURLoption, ...))                                       \
    F(CURLcode, curl_easy_getinfo, (CURL *, CURLINFO, ...))                                        \
    F(struct curl_slist *, curl_slist_append, (struct curl_slist *, const char *))                 \
    F(void, curl_slist_free_all, (struct curl_slist *))

#define DECLARE(result, name, parameters) static result(*loaded_##name) parameters;
FUNCTIONS(DECLARE)

const char *ccurl_start(void) {
#ifdef __APPLE__
    static const char *file = "libcurl.4.dylib";
#else
    static const char *file = "libcurl.so.4";
#endif
    void *library = dlopen(file, RTLD_LAZY | RTLD_LOCAL);
    if (!library) return file;
#define LOAD(result, name, parameters)                                                             \
    loaded_##name = (result(*) parameters)dlsym(library, #name);                                   \
    if (!loaded_##name) return #name;
    FUNCTIONS(LOAD)
    return loaded_curl_global_init(CURL_GLOBAL_SSL) == CURLE_OK ? NULL : "curl_global_init";
}

CURL *ccurl_easy_init(void) { return loaded_curl_easy_init(); }

void ccurl_easy_cleanup(CURL *handle) { loaded_curl_easy_cleanup(handle); }

CURLcode ccurl_easy_perform(CURL *handle) { return loaded_curl_easy_perform(handle); }

struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text) {
    return loaded_curl_slist_append(list, text);
}

void ccurl_slist_free_all(struct curl_slist *list) { loaded_curl_slist_free_all(list); }

#define SETTER(kind, type)                                                                         \
    CURLcode ccurl_setopt_##kind(CURL *handle, CURLoption option, type value) {                    \
        return loaded_curl_easy_setopt(handle, option, value);                                     \
    }
SETTER(long, long)
SETTER(offset, curl_off_t)
SETTER(string, const char *)
SETTER(pointer, void *)
SETTER(io, ccurl_io)
SETTER(progress, ccurl_progress)
SETTER(debug, ccurl_debug)
SETTER(blob, struct curl_blob *)

CURLcode ccurl_getinfo_long(CURL *handle, CURLINFO info, long *value) {
    return loaded_curl_easy_getinfo(handle, info, value);
}

CURLcode ccurl_getinfo_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return loaded_curl_easy_getinfo(handle, info, value);
}
