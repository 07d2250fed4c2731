/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a caller asks of a PDF: looked up in the cache, else drawn once however
 * many ask at the same time, and kept. Refusals are kept too, for this
 * renderer only. It opens no PDF itself and knows nothing of processes.
 */
#include "paper/render.h"
#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "paper/cache.h"
#include "paper/layer.h"
#include "paper/pool.h"
#include "paper/render_parts.h"
#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/* An entry larger than this is not read into memory (text, facts, outlines). */
#define ENTRY_LIMIT (64u << 20)
/* A region's edges are counted in these, so that a finger's trembling does not make a new picture. */
#define REGION_STEPS 10000

/* How long a page is left alone that was too slow on a busy machine. */
#define LATE_SECONDS 600

/* One drawing that several wait for. */
typedef struct Flight {
    guint users;
    gboolean done;
    PagesFormat format;
    GBytes *made; /* what the cache holds now under the name; NULL with error */
    GError *error;
} Flight;

/* What is wanted, and under which names it is remembered. */
typedef struct Want {
    PagesRequest request;
    GBytes *order;    /* that follows the request; NULL: none. Borrowed */
    char name[96];    /* of the entry, without ending for a picture */
    char refusal[96]; /* of its refusal; "" when none is remembered */
} Want;

Render *render_start(const RenderOptions *options, GError **error)
{
    g_autoptr(Render) render = g_new0(Render, 1);
    g_mutex_init(&render->lock);
    g_cond_init(&render->done);
    render->flights = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    render->cache = cache_open(options->cache_folder, options->cache_bytes, error);
    if (!render->cache)
        return NULL;
    render->pool = pool_start(options->program, options->processes, error);
    return render->pool ? g_steal_pointer(&render) : NULL;
}

Cache *render_cache(const Render *render)
{
    return render->cache;
}

void render_stop(Render *render)
{
    if (!render)
        return;
    pool_stop(render->pool);
    cache_close(render->cache);
    g_hash_table_unref(render->flights);
    g_mutex_clear(&render->lock);
    g_cond_clear(&render->done);
    g_free(render);
}

static gboolean source_is_sound(const RenderSource *source, GError **error)
{
    if (source->sha256 && strlen(source->sha256) == 64 && strspn(source->sha256, "0123456789abcdef") == 64)
        return TRUE;
    return error_set(error, ERROR_INTERNAL, NULL, "a file without its hash");
}

/* Refusals: "<slug> <stamp>", or "<slug> <stamp> <end>" with the Unix second until which it holds. One of a file stands under
 * "file.refused", whatever was asked of it. */
#define FILE_REFUSED "file.refused"
static const ErrorKind refusals[] = {ERROR_PDF_ENCRYPTED, ERROR_PDF_DAMAGED, ERROR_PAGE_TOO_COSTLY, ERROR_PAGE_CRASHED};

static GBytes *read_entry(Render *render, const char *sha256, const char *name)
{
    guint64 bytes = 0;
    int fd = cache_get(render->cache, sha256, name, &bytes);
    if (fd < 0)
        return NULL;
    guint8 *into = bytes > 0 && bytes <= ENTRY_LIMIT ? g_try_malloc(bytes) : NULL;
    gboolean whole = into && pread(fd, into, bytes, 0) == (ssize_t)bytes;
    close(fd);
    if (whole)
        return g_bytes_new_take(into, bytes);
    g_free(into);
    return NULL;
}

static gboolean refused_before(Render *render, const char *sha256, const char *name, GError **error)
{
    g_autoptr(GBytes) entry = read_entry(render, sha256, name);
    if (!entry)
        return FALSE;
    g_autofree char *text = g_strndup(g_bytes_get_data(entry, NULL), g_bytes_get_size(entry));
    g_auto(GStrv) words = g_strsplit(text, " ", 3);
    for (guint i = 0; i < G_N_ELEMENTS(refusals); i++) {
        const char *slug = error_fact(refusals[i])->slug;
        gboolean same = words[0] && words[1] && strcmp(words[0], slug) == 0 && strcmp(words[1], pool_stamp(render->pool)) == 0;
        if (same && (!words[2] || g_ascii_strtoll(words[2], NULL, 10) > time(NULL))) {
            error_set(error, refusals[i], NULL, "as found before");
            return TRUE;
        }
    }
    return FALSE;
}

static void remember_refusal(Render *render, const char *sha256, const char *name, ErrorKind kind, gint64 until)
{
    g_autofree char *end = until ? g_strdup_printf(" %" G_GINT64_FORMAT, until) : g_strdup("");
    g_autofree char *text = g_strdup_printf("%s %s%s", error_fact(kind)->slug, pool_stamp(render->pool), end);
    cache_put(render->cache, sha256, name, text, strlen(text));
}

static GBytes *refuse(Render *render, const char *sha256, const char *name, ErrorKind kind, const char *why, GError **error)
{
    if (name && *name)
        remember_refusal(render, sha256, name, kind, 0);
    error_set(error, kind, NULL, "%s", why);
    return NULL;
}

/* Asks the pool and turns the answer into what the cache keeps. */
static GBytes *make(Render *render, const RenderSource *source, const Want *want, PagesFormat *format, GError **error)
{
    PagesReply reply;
    g_autoptr(GBytes) payload = NULL;
    g_autoptr(GError) wrong = NULL;
    if (source->bytes == 0)
        return refuse(render, source->sha256, FILE_REFUSED, ERROR_PDF_DAMAGED, "the file is empty", error);
    PoolVerdict verdict = pool_ask(render->pool, source, &want->request, want->order, &reply, &payload, &wrong);
    if (verdict == POOL_CRASHED || verdict == POOL_COSTLY || verdict == POOL_LATE) {
        /* A file whose pages cannot even be counted is refused as a whole. */
        const char *name = want->request.kind == PAGES_FACTS ? FILE_REFUSED : want->refusal;
        if (*name)
            remember_refusal(render, source->sha256, name, error_kind(wrong), verdict == POOL_LATE ? time(NULL) + LATE_SECONDS : 0);
    }
    if (verdict != POOL_ANSWERED) {
        g_propagate_error(error, g_steal_pointer(&wrong));
        return NULL;
    }
    switch ((PagesStatus)reply.status) {
    case PAGES_DONE:
        break;
    case PAGES_ENCRYPTED:
        return refuse(render, source->sha256, FILE_REFUSED, ERROR_PDF_ENCRYPTED, "the file needs a password", error);
    case PAGES_NO_SUCH_PAGE:
        return refuse(render, source->sha256, NULL, ERROR_NOT_FOUND, "the file has no such page", error);
    case PAGES_COSTLY:
        return refuse(render, source->sha256, want->refusal, ERROR_PAGE_TOO_COSTLY, "more than a page may be", error);
    case PAGES_DAMAGED:
        /* An export may be refused for its order; the file's pages are to be seen all the same. */
        return refuse(render, source->sha256, reply.page_width > 0 || want->request.kind == PAGES_EXPORT ? want->refusal : FILE_REFUSED,
                      ERROR_PDF_DAMAGED, "the file is damaged", error);
    }
    log_debug("page_made", log_field("file", "%.12s", source->sha256), log_field("entry", "%s", want->name),
              log_field("bytes", "%u", reply.bytes), log_field("draw_us", "%u", reply.draw_microseconds),
              log_field("encode_us", "%u", reply.encode_microseconds));
    GBytes *made = NULL;
    g_autoptr(RenderFacts) facts = NULL;
    *format = (PagesFormat)reply.format;
    switch ((PagesKind)want->request.kind) {
    case PAGES_PICTURE:
        made = layer_picture_is_sound(&reply, payload) ? g_steal_pointer(&payload) : NULL;
        break;
    case PAGES_TEXT:
        made = layer_text(want->request.page, &reply, payload, NULL);
        break;
    case PAGES_OUTLINE:
        made = layer_outline(&reply, payload, NULL);
        break;
    case PAGES_FACTS:
        facts = layer_facts(payload, NULL);
        made = facts ? g_steal_pointer(&payload) : NULL;
        break;
    case PAGES_EXPORT:
    case PAGES_PRINT:
        made = layer_file_is_sound(payload) ? g_steal_pointer(&payload) : NULL;
        break;
    }
    if (!made)
        return refuse(render, source->sha256, want->refusal, ERROR_PAGE_CRASHED, "the renderer answered out of turn", error);
    return made;
}

static const char *ending(PagesFormat format)
{
    return format == PAGES_PNG ? ".png" : format == PAGES_JPEG ? ".jpg" : "";
}

/* Makes and keeps what is wanted; if another thread is at it, waits for that one. */
static GBytes *fly(Render *render, const RenderSource *source, const Want *want, PagesFormat *format, GError **error)
{
    g_autofree char *key = g_strdup_printf("%s/%s", source->sha256, want->name);
    g_mutex_lock(&render->lock);
    Flight *flight = g_hash_table_lookup(render->flights, key);
    gboolean mine = !flight;
    if (mine) {
        flight = g_new0(Flight, 1);
        g_hash_table_insert(render->flights, g_strdup(key), flight);
    }
    flight->users++;
    if (mine) {
        g_mutex_unlock(&render->lock);
        GBytes *made = NULL;
        PagesFormat made_format = PAGES_RECORDS;
        GError *wrong = NULL;
        if (!refused_before(render, source->sha256, FILE_REFUSED, &wrong) && !refused_before(render, source->sha256, want->refusal, &wrong))
            made = make(render, source, want, &made_format, &wrong);
        if (made) {
            g_autofree char *name = g_strconcat(want->name, ending(made_format), NULL);
            gsize bytes = 0;
            const void *data = g_bytes_get_data(made, &bytes);
            cache_put(render->cache, source->sha256, name, data, bytes);
        }
        g_mutex_lock(&render->lock);
        flight->made = made;
        flight->format = made_format;
        flight->error = wrong;
        flight->done = TRUE;
        g_hash_table_remove(render->flights, key); /* later ones find the cache */
        g_cond_broadcast(&render->done);
    }
    while (!flight->done)
        g_cond_wait(&render->done, &render->lock);
    GBytes *made = flight->made ? g_bytes_ref(flight->made) : NULL;
    if (!made) /* set anew rather than copied, so that the error of each caller is its own */
        g_propagate_error(error, g_error_copy(flight->error));
    *format = flight->format;
    if (--flight->users == 0) {
        g_clear_pointer(&flight->made, g_bytes_unref);
        g_clear_error(&flight->error);
        g_free(flight);
    }
    g_mutex_unlock(&render->lock);
    return made;
}

static GBytes *entry_or_fly(Render *render, const RenderSource *source, const Want *want, char last, GError **error)
{
    PagesFormat format;
    if (!source_is_sound(source, error))
        return NULL;
    GBytes *entry = read_entry(render, source->sha256, want->name);
    gsize bytes = 0;
    const char *data = entry ? g_bytes_get_data(entry, &bytes) : NULL;
    if (entry && (!last || data[bytes - 1] == last))
        return entry;
    g_clear_pointer(&entry, g_bytes_unref); /* cut short by a crash of the machine: made again */
    return fly(render, source, want, &format, error);
}

RenderFacts *render_facts(Render *render, const RenderSource *source, GError **error)
{
    Want want = {.request = {.magic = PAGES_MAGIC, .kind = PAGES_FACTS}, .name = "facts", .refusal = "facts.refused"};
    g_autoptr(GBytes) entry = entry_or_fly(render, source, &want, 0, error);
    if (!entry)
        return NULL;
    RenderFacts *facts = layer_facts(entry, error);
    if (!facts)
        cache_drop(render->cache, source->sha256, want.name);
    return facts;
}

/* 2: with links, and old Vietnamese fonts read. */
static void want_text(guint page, Want *want)
{
    g_snprintf(want->name, sizeof want->name, "%u.words2", page);
    g_snprintf(want->refusal, sizeof want->refusal, "%u.words2.refused", page);
}

GBytes *render_text(Render *render, const RenderSource *source, guint page, GError **error)
{
    Want want = {.request = {.magic = PAGES_MAGIC, .kind = PAGES_TEXT, .page = page}};
    want_text(page, &want);
    return entry_or_fly(render, source, &want, '}', error);
}

GBytes *render_text_once(Render *render, const RenderSource *source, guint page, GError **error)
{
    Want want = {.request = {.magic = PAGES_MAGIC, .kind = PAGES_TEXT, .page = page}};
    PagesFormat format;
    want_text(page, &want);
    if (!source_is_sound(source, error))
        return NULL;
    g_autoptr(GBytes) entry = read_entry(render, source->sha256, want.name);
    gsize bytes = 0;
    const char *data = entry ? g_bytes_get_data(entry, &bytes) : NULL;
    if (entry && data[bytes - 1] == '}')
        return g_steal_pointer(&entry);
    if (refused_before(render, source->sha256, FILE_REFUSED, error) || refused_before(render, source->sha256, want.refusal, error))
        return NULL;
    return make(render, source, &want, &format, error);
}

gboolean render_is_idle(Render *render)
{
    return pool_is_idle(render->pool);
}

GBytes *render_outline(Render *render, const RenderSource *source, GError **error)
{
    Want want = {.request = {.magic = PAGES_MAGIC, .kind = PAGES_OUTLINE}, .name = "outline", .refusal = "outline.refused"};
    return entry_or_fly(render, source, &want, '}', error);
}

GBytes *render_export(Render *render, const RenderSource *source, GBytes *order, GError **error)
{
    Want want = {.request = {.magic = PAGES_MAGIC, .kind = PAGES_EXPORT}, .order = order, .name = "export"};
    PagesFormat format;
    if (!source_is_sound(source, error) || refused_before(render, source->sha256, FILE_REFUSED, error))
        return NULL;
    return make(render, source, &want, &format, error);
}

/* Few widths, so that caches hit. */
static guint ladder(guint width)
{
    static const guint steps[] = {160, 320, 480, 640, 800, 1000, 1240, 1600, 2000, 2480};
    for (guint i = 0; i < G_N_ELEMENTS(steps); i++)
        if (width <= steps[i])
            return steps[i];
    return steps[G_N_ELEMENTS(steps) - 1];
}

static gboolean want_picture(guint page, guint width, const RenderRegion *region, Want *want, GError **error)
{
    gboolean part = region && (region->left != 0 || region->top != 0 || region->width != 0 || region->height != 0);
    want->request = (PagesRequest){
        .magic = PAGES_MAGIC, .kind = PAGES_PICTURE, .page = page, .width = ladder(width), .part_width = 1, .part_height = 1};
    if (page < 1 || page > PAGES_COUNT_LIMIT)
        return error_set(error, ERROR_NOT_FOUND, NULL, "the file has no such page");
    if (!part) {
        g_snprintf(want->name, sizeof want->name, "%u-%u", page, want->request.width);
        g_snprintf(want->refusal, sizeof want->refusal, "%u.refused", page);
        return TRUE;
    }
    double edges[] = {region->left, region->top, region->width, region->height};
    long steps[4];
    for (int i = 0; i < 4; i++) {
        if (!isfinite(edges[i]) || edges[i] < 0 || edges[i] > 1)
            return error_set(error, ERROR_OUT_OF_RANGE, "region", "a region is given in fractions of the page");
        steps[i] = lround(edges[i] * REGION_STEPS);
    }
    steps[2] = MIN(steps[2], REGION_STEPS - steps[0]);
    steps[3] = MIN(steps[3], REGION_STEPS - steps[1]);
    if (steps[2] < REGION_STEPS / 200 || steps[3] < REGION_STEPS / 200)
        return error_set(error, ERROR_OUT_OF_RANGE, "region", "a region is at least a two-hundredth of the page each way");
    want->request = (PagesRequest){.magic = PAGES_MAGIC,
                                   .kind = PAGES_PICTURE,
                                   .page = page,
                                   .width = CLAMP(width, 16, 2480),
                                   .left = (double)steps[0] / REGION_STEPS,
                                   .top = (double)steps[1] / REGION_STEPS,
                                   .part_width = (double)steps[2] / REGION_STEPS,
                                   .part_height = (double)steps[3] / REGION_STEPS};
    g_snprintf(want->name, sizeof want->name, "%u-%u-%ld-%ld-%ld-%ld", page, want->request.width, steps[0], steps[1], steps[2], steps[3]);
    g_snprintf(want->refusal, sizeof want->refusal, "%s.refused", want->name);
    return TRUE;
}

/* Whole at both ends: after a power cut a renamed file may be empty. */
static gboolean ends_well(int fd, guint64 bytes, PagesFormat format)
{
    guint8 head[3], tail[8];
    if (bytes < 64 || pread(fd, head, sizeof head, 0) != sizeof head || pread(fd, tail, sizeof tail, (off_t)bytes - 8) != sizeof tail)
        return FALSE;
    if (format == PAGES_PNG)
        return memcmp(head, "\x89PN", 3) == 0 && memcmp(tail, "IEND", 4) == 0;
    return memcmp(head, "\xff\xd8\xff", 3) == 0 && memcmp(tail + 6, "\xff\xd9", 2) == 0;
}

static gboolean open_picture(Render *render, const char *sha256, const Want *want, RenderPicture *out)
{
    static const PagesFormat formats[] = {PAGES_PNG, PAGES_JPEG};
    for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
        char name[112];
        g_snprintf(name, sizeof name, "%s%s", want->name, ending(formats[i]));
        out->fd = cache_get(render->cache, sha256, name, &out->bytes);
        if (out->fd < 0)
            continue;
        out->media = formats[i] == PAGES_PNG ? "image/png" : "image/jpeg";
        if (ends_well(out->fd, out->bytes, formats[i]))
            return TRUE;
        close(out->fd);
        cache_drop(render->cache, sha256, name);
    }
    out->fd = -1;
    return FALSE;
}

/* What the disk would not keep, or must not. */
static gboolean open_memory(GBytes *made, PagesFormat format, RenderPicture *out, GError **error)
{
    gsize bytes = 0;
    const char *data = g_bytes_get_data(made, &bytes);
    out->fd = memfd_create("page", MFD_CLOEXEC);
    for (gsize done = 0; out->fd >= 0 && done < bytes;) {
        ssize_t written = pwrite(out->fd, data + done, bytes - done, (off_t)done);
        if (written <= 0) {
            close(out->fd);
            out->fd = -1;
        } else {
            done += (gsize)written;
        }
    }
    if (out->fd < 0)
        return error_set(error, ERROR_BUSY, NULL, "no memory for a picture");
    out->bytes = bytes;
    out->media = format == PAGES_PNG ? "image/png" : "image/jpeg";
    return TRUE;
}

gboolean render_picture(Render *render, const RenderSource *source, guint page, guint width, const RenderRegion *region, RenderPicture *out,
                        GError **error)
{
    Want want = {0};
    out->fd = -1;
    if (!source_is_sound(source, error) || !want_picture(page, width, region, &want, error))
        return FALSE;
    /* The name says all that a picture depends on, beside the renderer. */
    g_snprintf(out->etag, sizeof out->etag, "%.16s-%s-%x", source->sha256, want.name, g_str_hash(pool_stamp(render->pool)) & 0xffff);
    if (open_picture(render, source->sha256, &want, out))
        return TRUE;
    PagesFormat format;
    g_autoptr(GBytes) made = fly(render, source, &want, &format, error);
    if (!made)
        return FALSE;
    return open_picture(render, source->sha256, &want, out) || open_memory(made, format, out, error);
}

/* What the sandbox takes: at most so many bytes, cut between two letters. NULL when nothing would be seen. */
static GBytes *mark_order(const char *mark)
{
    gsize bytes = mark ? strlen(mark) : 0;
    if (bytes == 0 || !g_utf8_validate(mark, (gssize)bytes, NULL))
        return NULL;
    if (bytes > PAGES_MARK_LIMIT)
        bytes = (gsize)(g_utf8_find_prev_char(mark, mark + PAGES_MARK_LIMIT + 1) - mark);
    return g_bytes_new(mark, bytes);
}

gboolean render_marked_picture(Render *render, const RenderSource *source, guint page, guint width, const RenderRegion *region,
                               const char *mark, RenderPicture *out, GError **error)
{
    Want want = {0};
    PagesFormat format = PAGES_PNG;
    *out = (RenderPicture){.fd = -1};
    g_autoptr(GBytes) order = mark_order(mark);
    if (!order)
        return error_set(error, ERROR_INTERNAL, NULL, "a secret page without its reader's name");
    if (!source_is_sound(source, error) || !want_picture(page, width, region, &want, error) ||
        refused_before(render, source->sha256, FILE_REFUSED, error) || refused_before(render, source->sha256, want.refusal, error))
        return FALSE;
    want.order = order;
    g_autoptr(GBytes) made = make(render, source, &want, &format, error);
    return made && open_memory(made, format, out, error);
}
