#ifndef CCURL_H
#define CCURL_H

/* libcurl, as far as a client of HTTPS needs it.
 *
 * The library is loaded when the first handle is made and not when the program starts: with its
 * thirty libraries it would cost every command some 6 ms, and nearly none goes to the network. So
 * nothing is linked. Before ccurl_start has returned NULL nothing else may be called.
 *
 * curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call: one function a kind
 * of argument. */

#include <curl/curl.h>

/* Loads the library and starts it with its TLS; once a process. Returns NULL, or what is missing or
 * failed. */
const char *ccurl_start(void);

/* As the functions of libcurl that are named alike. */
CURL *ccurl_easy_init(void);
void ccurl_easy_cleanup(CURL *handle);
CURLcode ccurl_easy_perform(CURL *handle);
struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text);
void ccurl_slist_free_all(struct curl_slist *list);

typedef size_t (*ccurl_io)(char *, size_t, size_t, void *);
typedef int (*ccurl_progress)(void *, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
typedef int (*ccurl_debug)(CURL *, curl_infotype, char *, size_t, void *);

CURLcode ccurl_setopt_long(CURL *handle, CURLoption option, long value);
CURLcode ccurl_setopt_offset(CURL *handle, CURLoption option, curl_off_t value);
CURLcode ccurl_setopt_string(CURL *handle, CURLoption option, const char *value);
CURLcode ccurl_setopt_pointer(CURL *handle, CURLoption option, void *value);
CURLcode ccurl_setopt_io(CURL *handle, CURLoption option, ccurl_io value);
CURLcode ccurl_setopt_progress(CURL *handle, CURLoption option, ccurl_progress value);
CURLcode ccurl_setopt_debug(CURL *handle, CURLoption option, ccurl_debug value);
CURLcode ccurl_setopt_blob(CURL *handle, CURLoption option, struct curl_blob *value);
CURLcode ccurl_getinfo_long(CURL *handle, CURLINFO info, long *value);
CURLcode ccurl_getinfo_offset(CURL *handle, CURLINFO info, curl_off_t *value);

#endif
