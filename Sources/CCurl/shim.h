// curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call: one wrapper a kind of argument.
#ifndef FIELDKIT_CCURL_SHIM_H
#define FIELDKIT_CCURL_SHIM_H
#include <curl/curl.h>
static inline CURLcode ccurl_setopt_long(CURL *handle, CURLoption option, long value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode ccurl_setopt_offset(CURL *handle, CURLoption option, curl_off_t value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode ccurl_setopt_string(CURL *handle, CURLoption option, const char *value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode ccurl_setopt_pointer(CURL *handle, CURLoption option, void *value) { return curl_easy_setopt(handle, option, value); }
typedef size_t (*ccurl_io)(char *, size_t, size_t, void *);
static inline CURLcode ccurl_setopt_io(CURL *handle, CURLoption option, ccurl_io value) { return curl_easy_setopt(handle, option, value); }
typedef int (*ccurl_progress)(void *, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
static inline CURLcode ccurl_setopt_progress(CURL *handle, CURLoption option, ccurl_progress value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode ccurl_setopt_blob(CURL *handle, CURLoption option, struct curl_blob *value) { return curl_easy_setopt(handle, option, value); }
typedef int (*ccurl_debug)(CURL *, curl_infotype, char *, size_t, void *);
static inline CURLcode ccurl_setopt_debug(CURL *handle, CURLoption option, ccurl_debug value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode ccurl_getinfo_long(CURL *handle, CURLINFO info, long *value) { return curl_easy_getinfo(handle, info, value); }
static inline CURLcode ccurl_getinfo_offset(CURL *handle, CURLINFO info, curl_off_t *value) { return curl_easy_getinfo(handle, info, value); }
#endif
