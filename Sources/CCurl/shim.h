#pragma once
#include <curl/curl.h>
#include <netdb.h>
#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>

// curl_easy_setopt and curl_easy_getinfo take any number of arguments of any type: one function for each type.

static inline CURLcode alcazar_curl_set_long(void *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode alcazar_curl_set_size(void *handle, CURLoption option, long long value) {
    return curl_easy_setopt(handle, option, (curl_off_t)value);
}

static inline CURLcode alcazar_curl_set_text(void *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode alcazar_curl_set_pointer(void *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode alcazar_curl_set_list(void *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

typedef size_t (*alcazar_curl_bytes)(char *bytes, size_t size, size_t count, void *context);

// CURLOPT_READFUNCTION, CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION.
static inline CURLcode alcazar_curl_set_bytes(void *handle, CURLoption option, alcazar_curl_bytes value) {
    return curl_easy_setopt(handle, option, value);
}

typedef int (*alcazar_curl_progress)(
    void *context, curl_off_t toDownload, curl_off_t downloaded, curl_off_t toUpload, curl_off_t uploaded);

static inline CURLcode alcazar_curl_set_progress(void *handle, alcazar_curl_progress value) {
    return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, value);
}

// Whether a connection to the address, written in numbers, is allowed.
typedef int (*alcazar_curl_address)(void *context, const char *address);

struct alcazar_curl_gate {
    alcazar_curl_address is_allowed;
    void *context;
};

static curl_socket_t alcazar_curl_open(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    struct alcazar_curl_gate *gate = (struct alcazar_curl_gate *)context;
    char text[NI_MAXHOST];
    (void)purpose;
    if (getnameinfo(&address->addr, address->addrlen, text, sizeof text, NULL, 0, NI_NUMERICHOST) != 0
        || !gate->is_allowed(gate->context, text)) {
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// The address that is really connected to is judged, whatever name it came from.
static inline CURLcode alcazar_curl_set_gate(void *handle, struct alcazar_curl_gate *gate) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, alcazar_curl_open);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, gate);
}

static inline CURLcode alcazar_curl_get_long(void *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

// These are macros.
static const size_t alcazar_curl_read_abort = CURL_READFUNC_ABORT;
static const long alcazar_curl_ssl_all = CURLUSESSL_ALL;
static const long alcazar_curl_ssl_none = CURLUSESSL_NONE;
static const long alcazar_curl_tls12 = CURL_SSLVERSION_TLSv1_2;

static inline CURLcode alcazar_curl_start(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }
