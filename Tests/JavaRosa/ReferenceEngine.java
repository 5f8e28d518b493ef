import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.javarosa.core.model.CoreModelModule;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.GroupDef;
import org.javarosa.core.model.IFormElement;
import org.javarosa.core.model.ItemsetBinding;
import org.javarosa.core.model.QuestionDef;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.condition.EvaluationContext;
import org.javarosa.core.model.condition.IFunctionHandler;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.helper.AnswerDataUtil;
import org.javarosa.core.model.instance.FormInstance;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.reference.PrefixedRootFactory;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.services.PrototypeManager;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.parse.XFormParser;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormAnswerDataSerializer;
import org.javarosa.xform.util.XFormUtils;
import org.javarosa.xpath.XPathParseTool;
import org.javarosa.xpath.expr.XPathFuncExpr;

/**
 * Answers forms with JavaRosa: commands come as lines of JSON, answers go as lines of JSON.
 * See ReferenceEngine.swift for the commands.
 */
public final class ReferenceEngine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static FormDef form;
    private static JsonNode tables;

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        System.setOut(System.err);
        PrototypeManager.registerPrototypes(JavaRosaCoreModule.classNames);
        PrototypeManager.registerPrototypes(CoreModelModule.classNames);
        new XFormsModule().registerModule();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            ObjectNode reply = JSON.createObjectNode();
            try {
                obey(JSON.readTree(line), reply);
            } catch (Throwable problem) {
                reply.put("error", words(problem));
            }
            out.println(JSON.writeValueAsString(reply));
        }
    }

    /** Writes the tables as files, where JavaRosa looks for what a form calls jr://file-csv. */
    private static void writeTables(String folder) throws Exception {
        Iterator<Map.Entry<String, JsonNode>> all = tables.fields();
        while (all.hasNext()) {
            Map.Entry<String, JsonNode> table = all.next();
            List<String> lines = new ArrayList<>();
            for (JsonNode row : table.getValue()) {
                List<String> cells = new ArrayList<>();
                for (JsonNode cell : row) cells.add(cell.asText());
                lines.add(String.join(",", cells));
            }
            Files.write(Paths.get(folder, table.getKey() + ".csv"), lines);
        }
        ReferenceManager.instance().reset();
        ReferenceManager.instance().addReferenceFactory(
            new PrefixedRootFactory(new String[] {"file-csv"}) {
                @Override
                protected Reference factory(String terminal, String uri) {
                    return new FileReference(folder + "/" + terminal, uri);
                }
            });
    }

    private static String words(Throwable problem) {
        StringBuilder words = new StringBuilder();
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            words.append(cause.getClass().getSimpleName()).append(": ").append(cause.getMessage());
            words.append(" | ");
        }
        return words.toString();
    }

    private static void obey(JsonNode command, ObjectNode reply) throws Exception {
        switch (command.get("op").asText()) {
            case "load":
                tables = command.get("tables");
                writeTables(command.get("folder").asText());
                form = XFormUtils.getFormFromInputStream(
                    new FileInputStream(command.get("xform").asText()));
                form.getEvaluationContext().addFunctionHandler(new PullData());
                form.initialize(true, new InstanceInitializationFactory());
                settle();
                reply.set("nodes", nodes());
                break;
            case "resume":
                form = new XFormParser(
                    Files.newBufferedReader(Paths.get(command.get("xform").asText())),
                    Files.newBufferedReader(Paths.get(command.get("instance").asText()))
                ).parse();
                form.initialize(false, new InstanceInitializationFactory());
                reply.set("nodes", nodes());
                break;
            case "set": {
                TreeReference ref = reference(command.get("path").asText());
                TreeElement node = form.getMainInstance().resolveReference(ref);
                String text = command.get("value").asText();
                form.setValue(text.isEmpty() ? null : answer(text, node, ref), ref, true);
                settle();
                reply.set("nodes", nodes());
                break;
            }
            case "add":
                add(reference(command.get("path").asText()));
                settle();
                reply.set("nodes", nodes());
                break;
            case "remove":
                remove(reference(command.get("path").asText()));
                settle();
                reply.set("nodes", nodes());
                break;
            case "check": {
                TreeReference ref = reference(command.get("path").asText());
                TreeElement node = form.getMainInstance().resolveReference(ref);
                String text = command.get("value").asText();
                reply.put("holds", form.evaluateConstraint(ref, answer(text, node, ref)));
                break;
            }
            case "choices": {
                ArrayNode names = reply.putArray("choices");
                TreeReference ref = reference(command.get("path").asText());
                TreeElement node = form.getMainInstance().resolveReference(ref);
                IAnswerData kept = node.getValue();
                for (SelectChoice choice : choices(ref)) names.add(choice.getValue());
                // To look at the choices takes an answer away that is none of them.
                node.setAnswer(kept);
                break;
            }
            case "evaluate":
                value(command.get("expression").asText(), command.get("path").asText(), reply);
                break;
            default:
                throw new IllegalArgumentException("op");
        }
    }

    /** The reference of a path such as {@code member[2]/name}; without a position, the first. */
    private static TreeReference reference(String path) {
        TreeReference ref = TreeReference.rootRef();
        ref.add(form.getMainInstance().getRoot().getName(), 0);
        for (String step : path.isEmpty() ? new String[0] : path.split("/")) {
            int bracket = step.indexOf('[');
            int place = bracket < 0
                ? 0 : Integer.parseInt(step.substring(bracket + 1, step.length() - 1)) - 1;
            ref.add(bracket < 0 ? step : step.substring(0, bracket), place);
        }
        return ref;
    }

    private static IAnswerData answer(String text, TreeElement node, TreeReference ref) {
        IAnswerData answer = XFormAnswerDataParser.getAnswerData(
            text, node.getDataType(), FormDef.findQuestionByRef(ref, form));
        if (answer == null) throw new IllegalArgumentException("no answer of this type: " + text);
        return answer;
    }

    private static List<SelectChoice> choices(TreeReference ref) throws Exception {
        QuestionDef question = FormDef.findQuestionByRef(ref, form);
        if (question.getDynamicChoices() == null) return question.getChoices();
        // The list kept from the last time is not made anew when something turns irrelevant.
        Field kept = ItemsetBinding.class.getDeclaredField("cachedFilteredChoiceList");
        kept.setAccessible(true);
        kept.set(question.getDynamicChoices(), null);
        return question.getDynamicChoices().getChoices(form, ref);
    }

    // Repeats

    /**
     * Brings every repeat with a count to it, then computes everything: JavaRosa makes such
     * instances only as somebody walks through the form, never takes them away, and after an
     * answer leaves other instances of a repeat as they were.
     */
    private static void settle() throws Exception {
        compute();
        for (int round = 0; round < 20; round++) {
            if (!settleCounts(form)) return;
            compute();
        }
    }

    private static void compute() throws Exception {
        Method method =
            FormDef.class.getDeclaredMethod("initializeTriggerables", TreeReference.class);
        method.setAccessible(true);
        method.invoke(form, TreeReference.rootRef());
    }

    private static boolean settleCounts(IFormElement element) throws Exception {
        boolean changed = false;
        if (element.getChildren() == null) return false;
        for (IFormElement child : element.getChildren()) {
            if (child instanceof GroupDef && ((GroupDef) child).getRepeat()
                && ((GroupDef) child).getCountReference() != null) {
                changed |= settleCount((GroupDef) child);
            }
            changed |= settleCounts(child);
        }
        return changed;
    }

    private static boolean settleCount(GroupDef repeat) throws Exception {
        boolean changed = false;
        FormInstance main = form.getMainInstance();
        TreeReference generic = FormInstance.unpackReference(repeat.getBind());
        EvaluationContext context = form.getEvaluationContext();
        for (TreeReference parent : context.expandReference(generic.getParentRef())) {
            TreeReference first = generic.contextualize(parent);
            first.setMultiplicity(first.size() - 1, 0);
            TreeReference countRef =
                FormInstance.unpackReference(repeat.getCountReference()).contextualize(first);
            TreeElement count = main.resolveReference(countRef);
            int wanted = 0;
            // A question that is not relevant reads as empty; the row that pyxform makes of an
            // expression counts always.
            boolean counts = count != null
                && (count.isRelevant() || count.getName().endsWith("_count"));
            if (counts && count.getValue() != null) {
                wanted = Math.max(0, AnswerDataUtil.answerDataToInt(count.getValue()));
            }
            TreeElement holder = main.resolveReference(parent);
            while (holder.getChildMultiplicity(repeat(generic)) < wanted) {
                TreeReference next = generic.contextualize(parent);
                next.setMultiplicity(
                    next.size() - 1, holder.getChildMultiplicity(repeat(generic)));
                add(next);
                changed = true;
            }
            while (holder.getChildMultiplicity(repeat(generic)) > wanted) {
                TreeReference last = generic.contextualize(parent);
                last.setMultiplicity(
                    last.size() - 1, holder.getChildMultiplicity(repeat(generic)) - 1);
                remove(last);
                changed = true;
            }
        }
        return changed;
    }

    private static String repeat(TreeReference generic) {
        return generic.getNameLast();
    }

    private static void add(TreeReference ref) throws Exception {
        form.createNewRepeat(index(form, ref));
    }

    private static void remove(TreeReference ref) throws Exception {
        form.deleteRepeat(index(form, ref));
    }

    /** The index of an instance of a repeat. */
    private static FormIndex index(IFormElement top, TreeReference ref) {
        List<Integer> places = new ArrayList<>();
        List<IFormElement> elements = new ArrayList<>();
        if (!find(top, ref.genericize(), places, elements)) {
            throw new IllegalArgumentException("no repeat at " + ref);
        }
        FormIndex index = null;
        for (int level = places.size() - 1; level >= 0; level--) {
            IFormElement element = elements.get(level);
            int instance = -1;
            if (element instanceof GroupDef && ((GroupDef) element).getRepeat()) {
                instance = ref.getMultiplicity(
                    FormInstance.unpackReference(element.getBind()).size() - 1);
            }
            index = index == null
                ? new FormIndex(places.get(level), instance, ref)
                : new FormIndex(index, places.get(level), instance, ref);
        }
        return index;
    }

    private static boolean find(
        IFormElement element,
        TreeReference wanted,
        List<Integer> places,
        List<IFormElement> elements
    ) {
        if (element.getChildren() == null) return false;
        for (int place = 0; place < element.getChildren().size(); place++) {
            IFormElement child = element.getChildren().get(place);
            places.add(place);
            elements.add(child);
            if (child instanceof GroupDef && ((GroupDef) child).getRepeat()
                && FormInstance.unpackReference(child.getBind()).genericize().equals(wanted)) {
                return true;
            }
            if (find(child, wanted, places, elements)) return true;
            places.remove(places.size() - 1);
            elements.remove(elements.size() - 1);
        }
        return false;
    }

    // What is to be compared

    /** All nodes: path, value, whether it is relevant, required and open to change. */
    private static ArrayNode nodes() {
        ArrayNode all = JSON.createArrayNode();
        TreeElement root = form.getMainInstance().getRoot();
        for (int child = 0; child < root.getNumChildren(); child++) {
            nodes(root.getChildAt(child), "", all);
        }
        return all;
    }

    private static void nodes(TreeElement node, String above, ArrayNode all) {
        if (node.getMult() == TreeReference.INDEX_TEMPLATE) return;
        boolean repeats = form.getMainInstance().getTemplate(node.getRef()) != null;
        String path = above + node.getName() + (repeats ? "[" + (node.getMult() + 1) + "]" : "");
        ArrayNode one = all.addArray();
        IAnswerData value = node.getValue();
        one.add(path);
        one.add(value == null
            ? "" : (String) new XFormAnswerDataSerializer().serializeAnswerData(value));
        one.add(node.isRelevant());
        one.add(node.isRequired());
        one.add(node.isEnabled());
        for (int child = 0; child < node.getNumChildren(); child++) {
            nodes(node.getChildAt(child), path + "/", all);
        }
    }

    private static void value(String text, String path, ObjectNode reply) throws Exception {
        EvaluationContext context =
            new EvaluationContext(form.getEvaluationContext(), reference(path));
        Object value = XPathFuncExpr.unpack(
            XPathParseTool.parseXPath(text).eval(form.getMainInstance(), context));
        if (value instanceof Double) {
            reply.put("type", "number").put("value", Double.toString((Double) value));
        } else if (value instanceof Boolean) {
            reply.put("type", "boolean").put("value", value.toString());
        } else if (value instanceof Date) {
            reply.put("type", "moment").put("value", Long.toString(((Date) value).getTime()));
        } else {
            reply.put("type", "text").put("value", XPathFuncExpr.toString(value));
        }
    }

    /** A file under another name. */
    private static final class FileReference implements Reference {
        private final String path;
        private final String uri;

        FileReference(String path, String uri) {
            this.path = path;
            this.uri = uri;
        }

        @Override
        public boolean doesBinaryExist() {
            return new File(path).exists();
        }

        @Override
        public InputStream getStream() throws IOException {
            return new FileInputStream(path);
        }

        @Override
        public String getURI() {
            return uri;
        }

        @Override
        public String getLocalURI() {
            return path;
        }

        @Override
        public boolean isReadOnly() {
            return true;
        }

        @Override
        public OutputStream getOutputStream() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reference[] probeAlternativeReferences() {
            return new Reference[0];
        }
    }

    /** What ODK Collect adds to JavaRosa: a look into a table. */
    private static final class PullData implements IFunctionHandler {
        @Override
        public String getName() {
            return "pulldata";
        }

        @Override
        public List<Class[]> getPrototypes() {
            return new ArrayList<>();
        }

        @Override
        public boolean rawArgs() {
            return true;
        }

        @Override
        public boolean realTime() {
            return false;
        }

        @Override
        public Object eval(Object[] arguments, EvaluationContext context) {
            JsonNode rows = tables.get(XPathFuncExpr.toString(arguments[0]));
            int wanted = column(rows, XPathFuncExpr.toString(arguments[1]));
            int key = column(rows, XPathFuncExpr.toString(arguments[2]));
            String value = XPathFuncExpr.toString(arguments[3]);
            for (int row = 1; row < rows.size() && wanted >= 0 && key >= 0; row++) {
                if (rows.get(row).get(key).asText().equals(value)) {
                    return rows.get(row).get(wanted).asText();
                }
            }
            return "";
        }

        private static int column(JsonNode rows, String name) {
            for (int column = 0; column < rows.get(0).size(); column++) {
                if (rows.get(0).get(column).asText().equals(name)) return column;
            }
            return -1;
        }
    }
}
