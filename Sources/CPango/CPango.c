#include "CPango.h"

#include <dlfcn.h>
#include <stdlib.h>

/* What is used of the libraries, as their headers declare it; their ABI has been the same since
 * Pango 1.44 and Cairo 1.16. */
typedef struct {
    int x, y, width, height;
} rectangle;

#define FUNCTIONS(F)                                                                               \
    F(void *, cairo_pdf_surface_create_for_stream, (cpango_write, void *, double, double))         \
    F(void, cairo_pdf_surface_set_metadata, (void *, int, const char *))                           \
    F(void *, cairo_create, (void *))                                                              \
    F(void, cairo_destroy, (void *))                                                               \
    F(void, cairo_surface_finish, (void *))                                                        \
    F(int, cairo_surface_status, (void *))                                                         \
    F(void, cairo_surface_destroy, (void *))                                                       \
    F(void, cairo_move_to, (void *, double, double))                                               \
    F(void, cairo_line_to, (void *, double, double))                                               \
    F(void, cairo_set_line_width, (void *, double))                                                \
    F(void, cairo_set_dash, (void *, const double *, int, double))                                 \
    F(void, cairo_stroke, (void *))                                                                \
    F(void, cairo_show_page, (void *))                                                             \
    F(void *, pango_cairo_create_layout, (void *))                                                 \
    F(void, pango_cairo_show_layout, (void *, void *))                                             \
    F(void *, pango_font_description_from_string, (const char *))                                  \
    F(void, pango_font_description_free, (void *))                                                 \
    F(void, pango_layout_set_font_description, (void *, const void *))                             \
    F(void, pango_layout_set_text, (void *, const char *, int))                                    \
    F(void, pango_layout_set_width, (void *, int))                                                 \
    F(void, pango_layout_set_wrap, (void *, int))                                                  \
    F(void, pango_layout_set_alignment, (void *, int))                                             \
    F(void, pango_layout_set_line_spacing, (void *, float))                                        \
    F(void, pango_layout_get_size, (void *, int *, int *))                                         \
    F(int, pango_layout_get_unknown_glyphs_count, (void *))                                        \
    F(void *, pango_layout_get_iter, (void *))                                                     \
    F(void, pango_layout_iter_free, (void *))                                                      \
    F(int, pango_layout_iter_next_line, (void *))                                                  \
    F(int, pango_layout_iter_get_index, (void *))                                                  \
    F(void, pango_layout_iter_get_line_extents, (void *, rectangle *, rectangle *))                \
    F(void, g_object_unref, (void *))

#define DECLARE(result, name, parameters) static result(*name) parameters;
FUNCTIONS(DECLARE)

static const int units = 1024;

struct cpango_paper {
    void *surface;
    void *cairo;
};

const char *cpango_missing(void) {
    static void *library;
    if (library) return NULL;
#ifdef __APPLE__
    static const char *file = "libpangocairo-1.0.0.dylib";
#else
    static const char *file = "libpangocairo-1.0.so.0";
#endif
    void *found = dlopen(file, RTLD_LAZY | RTLD_LOCAL);
    if (!found) return file;
#define LOAD(result, name, parameters)                                                             \
    name = (result(*) parameters)dlsym(found, #name);                                              \
    if (!name) return #name;
    FUNCTIONS(LOAD)
    library = found;
    return NULL;
}

cpango_paper *cpango_begin(double width, double height, cpango_write write, void *closure) {
    cpango_paper *paper = calloc(1, sizeof *paper);
    paper->surface = cairo_pdf_surface_create_for_stream(write, closure, width, height);
    paper->cairo = cairo_create(paper->surface);
    return paper;
}

void cpango_title(cpango_paper *paper, const char *title) {
    cairo_pdf_surface_set_metadata(paper->surface, 0 /* CAIRO_PDF_METADATA_TITLE */, title);
}

void cpango_line(cpango_paper *paper, double x1, double y1, double x2, double y2, double width,
                 int is_dashed) {
    static const double dashes[] = {4, 3};
    cairo_set_line_width(paper->cairo, width);
    cairo_set_dash(paper->cairo, dashes, is_dashed ? 2 : 0, 0);
    cairo_move_to(paper->cairo, x1, y1);
    cairo_line_to(paper->cairo, x2, y2);
    cairo_stroke(paper->cairo);
}

void cpango_next_page(cpango_paper *paper) { cairo_show_page(paper->cairo); }

int cpango_end(cpango_paper *paper) {
    cairo_destroy(paper->cairo);
    cairo_surface_finish(paper->surface);
    int status = cairo_surface_status(paper->surface);
    cairo_surface_destroy(paper->surface);
    free(paper);
    return status;
}

cpango_text *cpango_lay_out(cpango_paper *paper, const char *text, const char *font, double width,
                            int align, double spacing) {
    static const int alignments[] = {0, 1, 2};
    void *layout = pango_cairo_create_layout(paper->cairo);
    void *description = pango_font_description_from_string(font);
    pango_layout_set_font_description(layout, description);
    pango_font_description_free(description);
    pango_layout_set_width(layout, (int)(width * units));
    pango_layout_set_wrap(layout, 2 /* PANGO_WRAP_WORD_CHAR */);
    pango_layout_set_alignment(layout, alignments[align < 0 || align > 2 ? 0 : align]);
    pango_layout_set_line_spacing(layout, (float)spacing);
    pango_layout_set_text(layout, text, -1);
    return (cpango_text *)layout;
}

double cpango_height(cpango_text *text) {
    int width = 0, height = 0;
    pango_layout_get_size(text, &width, &height);
    return (double)height / units;
}

int cpango_unknown_glyphs(cpango_text *text) {
    return pango_layout_get_unknown_glyphs_count(text);
}

int cpango_break(cpango_text *text, double height) {
    void *line = pango_layout_get_iter(text);
    int found = -1;
    do {
        rectangle logical = {0, 0, 0, 0};
        pango_layout_iter_get_line_extents(line, NULL, &logical);
        if ((double)(logical.y + logical.height) / units > height) {
            found = pango_layout_iter_get_index(line);
            break;
        }
    } while (pango_layout_iter_next_line(line));
    pango_layout_iter_free(line);
    return found;
}

void cpango_show(cpango_paper *paper, cpango_text *text, double x, double y) {
    cairo_move_to(paper->cairo, x, y);
    pango_cairo_show_layout(paper->cairo, text);
}

void cpango_free(cpango_text *text) { g_object_unref(text); }
